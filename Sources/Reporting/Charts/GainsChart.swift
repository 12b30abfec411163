internal import Base
package import Charts
package import Modeling

/// The share of the conversions in the first part of the list.
package enum GainsChart {
    /// Returns the baselines that are drawn beside a model.
    static func baselines(_ report: BacktestReport) -> [String] {
        report.baselines.filter { $0 == Baseline.recency || Baseline.window(ofUserWeeks: $0) != nil }
    }
    /// The shares of the list in the table.
    static let listed = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]

    package static func chart(_ report: BacktestReport, model: ModelName) -> Chart? {
        let gains = report.gains(of: model.rawValue)
        guard let half = gains.share(holding: 0.5) else { return nil }
        let x = Values.numbers([0] + gains.map(\.share) + [1])
        func y(_ gains: [BacktestReport.Gain], _ value: (Estimate) -> Double) -> [Double?] {
            [0] + gains.map { value($0.captured) } + [1]
        }
        let others = baselines(report).map { ($0, report.gains(of: $0)) }.filter { !$0.1.isEmpty }
        var traces = Trace.band("90% interval", x: x, low: y(gains, \.low), high: y(gains, \.high), colour: .main)
        traces.append(
            .line(
                PlotText(data: Titles.ranking(model.rawValue)), x: x, y: .numbers(y(gains, \.value)), colour: .main,
                width: 2.5, hover: "%{y:.1%} of conversions in the first %{x:.1%}"))
        for (index, (name, curve)) in others.enumerated() {
            traces.append(
                .line(
                    PlotText(data: Titles.ranking(name)), x: .numbers([0] + curve.map(\.share) + [1]),
                    y: .numbers(y(curve, \.value)), colour: .series(index + 1), dash: index == 0 ? "dash" : "dot",
                    hover: "%{y:.1%} in the first %{x:.1%}"))
        }
        traces.append(
            .line(
                PlotText(data: Titles.ranking(Baseline.random)), x: .numbers([0, 1]), y: .numbers([0, 1]),
                colour: .muted, dash: "dot", width: 1))
        var (xAxis, yAxis) = (
            Layout.Axis.share("Share of the list, from the top"), Layout.Axis.share("Share of all conversions")
        )
        xAxis.range = [0, 1]
        yAxis.range = [0, 1.02]
        return Chart(
            id: "gains", title: "Half of all conversions come from the top \(Numbers.percent(half)) of the list",
            note:
                "\(Titles.conversions(report)). "
                + "The shaded area is the 90% interval over portals; the straight line is a list in random order.",
            figure: Figure(traces, Layout(height: 380, x: xAxis, y: yAxis, showsLegend: true)),
            table: table(gains, model: model, others: others) { estimate in
                Numbers.interval(estimate.captured.value, estimate.captured.low, estimate.captured.high)
            })
    }

    /// Returns a table of points on the curves of a model and of the baselines.
    static func table(
        _ gains: [BacktestReport.Gain], model: ModelName, others: [(String, [BacktestReport.Gain])],
        _ cell: (BacktestReport.Gain) -> String
    ) -> ResultTable {
        ResultTable(
            [.text("Top of the list"), .number(Titles.ranking(model.rawValue))]
                + others.map { .number(Titles.ranking($0.0)) },
            rows: listed.compactMap { share in
                guard let own = gains.first(where: { $0.share == share }) else { return nil }
                return [Numbers.roundPercent(share), cell(own)]
                    + others.map { $0.1.first { $0.share == share }.map(cell) ?? "–" }
            })
    }
}
