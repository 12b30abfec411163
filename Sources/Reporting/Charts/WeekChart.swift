package import Charts
package import ProspectCore

/// How many snapshots there are on each Sunday.
package enum WeekChart {
    /// The rows of the table: the latest.
    private static let rows = 13

    package static func chart(_ exploration: ExplorationReport) -> Chart? {
        guard let last = exploration.weeks.last else { return nil }
        let weeks = exploration.weeks
        let days = Values.days(weeks.map(\.sunday))
        var layout = Layout(height: 280, x: .date("Sunday"), y: .count("Snapshots"), showsLegend: true)
        layout.barmode = "stack"
        layout.bargap = 0
        layout.hovermode = "x unified"
        let all = last.withUsage + last.cold
        return Chart(
            id: "snapshots-by-week",
            title:
                "\(Numbers.count(all, "free portal")) on \(last.sunday), \(Numbers.count(last.withUsage)) of them after "
                + "their first usage",
            note: "Snapshots by Sunday: one for each portal that was free on it."
                + (weeks.count > rows ? " The table has the last \(rows) Sundays." : ""),
            figure: Figure(
                [
                    .bars(
                        "after the first usage", x: days, y: .counts(weeks.map(\.withUsage)), colour: .main,
                        hover: "%{y:,}"),
                    .bars(
                        "before any usage", x: days, y: .counts(weeks.map(\.cold)), colour: .muted.faint(0.5),
                        hover: "%{y:,}"),
                ], layout),
            table: ChartTable(
                [.text("Sunday"), .number("After the first usage"), .number("Before any usage")],
                rows: weeks.suffix(rows).map {
                    [$0.sunday.description, Numbers.count($0.withUsage), Numbers.count($0.cold)]
                }))
    }
}
