internal import Base
package import Charts

/// The conversion rate by month.
package enum MonthChart {
    package static func chart(_ exploration: ExplorationReport) -> Chart? {
        let months = exploration.months
        guard let target = exploration.target, let lowest = months.min(by: { $0.rate.rate < $1.rate.rate }),
            let highest = months.max(by: { $0.rate.rate < $1.rate.rate })
        else { return nil }
        let rates = months.map { Double?.some($0.rate.rate) }
        let points = Trace.line(
            "rate", x: .labels(months.map { $0.name ?? "" }), y: .numbers(rates), colour: .main, points: true,
            hover: "%{x}: %{y:.2%}<extra></extra>"
        ).whiskers(values: rates, low: months.map(\.rate.low), high: months.map(\.rate.high))
        var layout = Layout(x: .names("Month"), y: .share("Followed by a conversion"))
        layout.xaxis?.tickangle = months.count > 8 ? -45 : nil
        let isSteady = lowest.rate.high >= highest.rate.low
        return Chart(
            id: "conversion-by-month",
            title: months.count == 1
                ? "\(Numbers.percent(target.rate)) of the snapshots were followed by a conversion"
                : "Between \(Numbers.percent(lowest.rate.rate)) and \(Numbers.percent(highest.rate.rate)) of a month's snapshots "
                    + "were followed by a conversion"
                    + (isSteady ? ", differences that chance can make" : ""),
            note:
                "Share of a month's snapshots whose portal became a customer within \(Titles.days(exploration.horizon)); "
                + "90% intervals with all snapshots of a portal taken together. Matured snapshots alone.",
            figure: Figure([points], layout), table: RateTable.table("Month", months, missing: ""))
    }
}

/// Makes a table of rates.
enum RateTable {
    static func table(
        _ title: String, _ groups: [ExplorationReport.Group], missing: String,
        more: [(String, ExplorationReport.Rate)] = []
    ) -> ResultTable {
        ResultTable(
            [
                .text(title), .number("Snapshots"), .number("Portals"), .number("Followed by a conversion"),
                .number("Rate"),
            ],
            rows: (groups.map { ($0.name.map(Titles.value) ?? missing, $0.rate) } + more).map { name, rate in
                [
                    name, Numbers.count(rate.snapshots), Numbers.count(rate.portals), Numbers.count(rate.conversions),
                    Numbers.interval(rate.rate, rate.low, rate.high),
                ]
            })
    }
}
