internal import Base
package import Charts

/// The number of snapshots in each week.
package enum WeekChart {
    /// The number of rows in the table, which shows the latest weeks.
    private static let rows = 13

    package static func chart(_ exploration: ExplorationReport) -> Chart? {
        guard let last = exploration.weeks.last else { return nil }
        let weeks = exploration.weeks
        let weekday = exploration.asOf.weekday
        let days = Values.days(weeks.map(\.sunday))
        var layout = Layout(
            height: 280, x: .date(PlotText(data: weekday.name)), y: .count("Snapshots"), showsLegend: true)
        layout.barmode = "stack"
        layout.bargap = 0
        layout.hovermode = "x unified"
        let all = last.withUsage + last.cold
        return Chart(
            id: "snapshots-by-week",
            title: "\(Numbers.count(all, "free portal")) on \(last.sunday), "
                + (last.active.map { "\(Numbers.count($0)) of them active in the week" }
                    ?? "\(Numbers.count(last.withUsage)) of them after their first usage"),
            note:
                "Snapshots by \(weekday.name): one for each portal that was free on it. Active: in the seven days that end with it."
                + (weeks.count > rows ? " The table has the last \(rows) \(weekday.plural)." : ""),
            figure: Figure(
                [
                    .bars(
                        "active in the week", x: days, y: .numbers(weeks.map { $0.active.map(Double.init) }),
                        colour: .main, hover: "%{y:,}"),
                    .bars(
                        "used it before", x: days, y: .counts(weeks.map { $0.withUsage - ($0.active ?? 0) }),
                        colour: .main.faint(0.45), hover: "%{y:,}"),
                    .bars(
                        "before any usage", x: days, y: .counts(weeks.map(\.cold)), colour: .muted.faint(0.5),
                        hover: "%{y:,}"),
                ], layout),
            table: ResultTable(
                [
                    .text(weekday.name), .number("Active in the week"), .number("Used it before"),
                    .number("Before any usage"),
                ],
                rows: weeks.suffix(rows).map {
                    [
                        $0.sunday.description, $0.active.map { Numbers.count($0) } ?? "–",
                        Numbers.count($0.withUsage - ($0.active ?? 0)), Numbers.count($0.cold),
                    ]
                }))
    }
}
