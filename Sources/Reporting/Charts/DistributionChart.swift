internal import Base
package import Charts
internal import Foundation
internal import Tuning

/// The distribution of a number over all snapshots, and over those that were followed by a conversion.
package enum DistributionChart {
    /// Makes the chart of one number.
    ///
    /// - Parameter place: The number in the chart's name in the page, from 1.
    package static func chart(_ distribution: ExplorationReport.Distribution, place: Int) -> Chart? {
        let bins = distribution.bins
        guard !bins.isEmpty else { return nil }
        let all = Double(bins.reduce(0) { $0 + $1.snapshots })
        let found = Double(bins.reduce(0) { $0 + $1.conversions })
        let names = Values.labels(bins.map(\.name))
        var traces = [
            Trace.bars(
                "all snapshots", x: names, y: .numbers(bins.map { Double($0.snapshots) / all }),
                colour: .muted.faint(0.7),
                hover: "%{y:.1%}")
        ]
        if found > 0 {
            traces.append(
                .bars(
                    "followed by a conversion", x: names, y: .numbers(bins.map { Double($0.conversions) / found }),
                    colour: .main, hover: "%{y:.1%}"))
        }
        var layout = Layout(
            height: 300, x: .names(PlotText(data: Titles.sentence(distribution.title))), y: .share("Share"),
            showsLegend: found > 0)
        layout.barmode = "group"
        layout.bargap = 0.15
        layout.hovermode = "x unified"
        layout.xaxis?.tickangle = bins.count > 6 ? -45 : nil
        if bins.count > 24 {
            let step = (bins.count + 11) / 12
            let shown = bins.indices.filter { $0 % step == 0 }
            layout.xaxis?.tickvals = .numbers(shown.map(Double.init))
            layout.xaxis?.ticktext = .labels(shown.map { bins[$0].name })
        }
        return Chart(
            id: "distribution-\(place)", title: title(distribution), note: note(distribution, found: Int(found)),
            figure: Figure(traces, layout),
            table: ResultTable(
                [
                    .text(Titles.sentence(distribution.title)), .number("Snapshots"), .number("Matured"),
                    .number("Followed by a conversion"), .number("Rate"),
                ],
                rows: (bins + distribution.apart).map { bin in
                    [
                        bin.name, Numbers.count(bin.snapshots), Numbers.count(bin.matured),
                        Numbers.count(bin.conversions),
                        bin.matured > 0 ? Numbers.percent(Double(bin.conversions) / Double(bin.matured)) : "–",
                    ]
                }))
    }

    private static func title(_ distribution: ExplorationReport.Distribution) -> String {
        let middle = Numbers.count(Int((distribution.median ?? 0).rounded()))
        let total = Double(distribution.snapshots)
        let inside = Double(distribution.bins.reduce(0) { $0 + $1.snapshots }) / total
        switch distribution.kind {
        case .webRank: return "Of the ranked snapshots, half are at \(distribution.title) \(middle) or better"
        case .size: return "Half of the snapshots are of companies with \(middle) people or fewer"
        case .recency:
            return "Where there was any activity, half of the snapshots lie \(middle) days or less after it"
        case .count:
            return
                "\(Numbers.percent(inside)) of the snapshots have any \(distribution.title), half of those at most \(middle)"
        }
    }

    private static func note(_ distribution: ExplorationReport.Distribution, found: Int) -> String {
        let total = Double(distribution.snapshots)
        let apart = distribution.apart.map {
            "\($0.name) (\(Numbers.percent(Double($0.snapshots) / total)) of all snapshots"
                + ($0.conversions > 0 ? ", \(Numbers.count($0.conversions)) of them followed by a conversion" : "")
                + ")"
        }
        let scale: String =
            switch distribution.kind {
            case .webRank: "The scale is logarithmic; 1 is the best rank. "
            case .recency:
                "Weeks; everything longer ago than \(ExplorationDistributions.longestRecency) days is in the last bar. "
            case .size, .count: "The scale is logarithmic. "
            }
        return scale + "Bars of one colour add up to 100%"
            + (found > 0 ? "; those of conversions are \(Numbers.count(found)) matured snapshots." : ".")
            + (apart.isEmpty ? "" : " Not drawn: \(apart.joined(separator: ", ")).")
    }
}
