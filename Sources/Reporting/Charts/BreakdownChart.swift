internal import Base
package import Charts

/// Conversion by company size or industry.
package enum BreakdownChart {
    package static func chart(_ breakdown: ExplorationReport.Breakdown, horizon: Int) -> Chart? {
        var rows = breakdown.groups.map { ($0.name.map(Titles.value) ?? "Unknown", $0.rate) }
        if let others = breakdown.others {
            rows.append(("\(Numbers.count(breakdown.otherValues)) others together", others.rate))
        }
        guard rows.count > 1 else { return nil }
        let rates = rows.map { Double?.some($0.1.rate) }
        let bars = Trace.bars(
            "rate", x: .numbers(rates), y: .labels(rows.map(\.0)), colour: .main, lying: true,
            text: nil, hover: "%{y}: %{x:.2%}<extra></extra>"
        ).whiskers(values: rates, low: rows.map(\.1.low), high: rows.map(\.1.high))
        var layout = Layout(
            height: 90 + 30 * Double(rows.count), x: .share("Followed by a conversion"), y: .names(lying: true))
        layout.bargap = 0.35
        return Chart(
            id: "conversion-by-\(breakdown.kind.rawValue)", title: title(breakdown, rows),
            note: "Share of the matured snapshots whose portal became a customer within \(Titles.days(horizon)), by "
                + "\(breakdown.title.lowercased()) as it is known today: it may have been filled in by the sale. 90% intervals "
                + "with all snapshots of a portal taken together.",
            figure: Figure([bars], layout),
            table: RateTable.table(
                breakdown.title, breakdown.groups, missing: "Unknown",
                more: breakdown.others.map { [("\(Numbers.count(breakdown.otherValues)) others together", $0.rate)] }
                    ?? []))
    }

    /// Returns the title. Only a difference with separate intervals counts as one.
    private static func title(
        _ breakdown: ExplorationReport.Breakdown, _ rows: [(name: String, rate: ExplorationReport.Rate)]
    ) -> String {
        let best = rows.max { $0.rate.low < $1.rate.low }!
        let worst = rows.min { $0.rate.high < $1.rate.high }!
        guard best.rate.low > worst.rate.high else {
            return "No \(breakdown.title.lowercased()) converts clearly more often than another"
        }
        return "\(breakdown.title) “\(best.name)” converts at \(Numbers.percent(best.rate.rate)), “\(worst.name)” at "
            + Numbers.percent(worst.rate.rate)
    }
}
