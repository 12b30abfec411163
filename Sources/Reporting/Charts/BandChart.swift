internal import Base
package import Charts
internal import Modeling
package import Ranking

/// The bands of a list and the expected conversions of each.
package enum BandChart {
    package static func chart(_ list: RankedList, horizon: Int) -> Chart? {
        let bands = list.forecast.bands
        guard let first = bands.first, list.forecast.conversions.expected > 0 else { return nil }
        let share = first.expected / list.forecast.conversions.expected
        let isMeasured = bands.contains { $0.measured != nil }
        let names = Values.labels(bands.map { "Band \($0.band.rawValue): \(Numbers.count($0.portals)) portals" })
        let bars = Trace.bars(
            "expected conversions", x: .numbers(bands.map(\.expected)), y: names, colour: .main, lying: true,
            text: .labels(bands.map { Numbers.decimal($0.expected, 1) }),
            hover: "%{y}<br>%{x:.1f} conversions expected<extra></extra>"
        ).labelledOutside()
        var layout = Layout(
            height: 90 + 44 * Double(bands.count), x: .count("Conversions expected"), y: .names(lying: true))
        layout.bargap = 0.35
        layout.xaxis?.range = [0, 1.12 * bands.map(\.expected).max()!]
        return Chart(
            id: "bands",
            title:
                "The first \(Numbers.count(first.portals)) of \(Numbers.count(list.reconciliation.listed)) portals hold "
                + "\(Numbers.share(share)) of the expected conversions",
            note: "The list is cut where its probabilities reach given shares of all expected conversions within "
                + "\(Titles.days(horizon)). "
                + (isMeasured
                    ? "The table says how often such a band converted on past \(list.asOf.weekday.plural)." : ""),
            figure: Figure([bars], layout), table: table(bands, isMeasured: isMeasured, weekday: list.asOf.weekday))
    }

    private static func table(_ bands: [ListForecast.Band], isMeasured: Bool, weekday: Weekday) -> ResultTable {
        ResultTable(
            [.text("Band"), .number("Ranks"), .number("Portals"), .number("Expected")]
                + (isMeasured ? [.number("Rate on past \(weekday.plural)"), .number("Conversions then")] : []),
            rows: bands.map { band in
                [
                    band.band.rawValue, "\(Numbers.count(band.first))–\(Numbers.count(band.last))",
                    Numbers.count(band.portals), Numbers.decimal(band.expected, 1),
                ]
                    + (isMeasured
                        ? [
                            band.measured.map { Numbers.interval($0.rate, $0.clusteredLow, $0.clusteredHigh) } ?? "–",
                            band.measured.map { Numbers.count($0.conversions) } ?? "–",
                        ] : [])
            })
    }
}
