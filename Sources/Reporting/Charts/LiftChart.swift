internal import Base
package import Charts
package import Modeling

/// The conversion rate of the top of the list as a multiple of the whole list's rate.
package enum LiftChart {
    private static let share = 0.01

    package static func chart(_ report: BacktestReport, model: ModelName) -> Chart? {
        let gains = report.gains(of: model.rawValue)
        guard let top = gains.first(where: { $0.share == share }) else { return nil }
        let x = Values.numbers(gains.map(\.share) + [1])
        func y(_ gains: [BacktestReport.Gain], _ value: (Estimate) -> Double) -> [Double?] {
            gains.map { value($0.lift) } + [1]
        }
        let others = GainsChart.baselines(report).map { ($0, report.gains(of: $0)) }.filter { !$0.1.isEmpty }
        var traces = Trace.band("90% interval", x: x, low: y(gains, \.low), high: y(gains, \.high), colour: .main)
        traces.append(
            .line(
                PlotText(data: Titles.ranking(model.rawValue)), x: x, y: .numbers(y(gains, \.value)), colour: .main,
                width: 2.5, hover: "%{y:.1f} times in the first %{x:.1%}"))
        for (index, (name, curve)) in others.enumerated() {
            traces.append(
                .line(
                    PlotText(data: Titles.ranking(name)), x: .numbers(curve.map(\.share) + [1]),
                    y: .numbers(y(curve, \.value)), colour: .series(index + 1), dash: index == 0 ? "dash" : "dot",
                    hover: "%{y:.1f} times in the first %{x:.1%}"))
        }
        var xAxis = Layout.Axis("Share of the list, from the top")
        xAxis.type = "log"
        xAxis.tickvals = .numbers([0.001, 0.01, 0.1, 1])
        xAxis.ticktext = .texts(["0.1%", "1%", "10%", "all"])
        var yAxis = Layout.Axis.count("Times the list's mean rate")
        yAxis.tickformat = ",~r"
        return Chart(
            id: "lift",
            title:
                "The first \(Numbers.roundPercent(share)) of the list converts \(Numbers.decimal(top.lift.value, top.lift.value < 10 ? 1 : 0)) "
                + "times as often as the list as a whole",
            note: "Lift by how much of each list is taken; 90% interval for the first 1%: "
                + "\(Numbers.decimal(top.lift.low, 1)) to \(Numbers.decimal(top.lift.high, 1)).",
            figure: Figure(traces, Layout(height: 340, x: xAxis, y: yAxis, showsLegend: true)),
            table: GainsChart.table(gains, model: model, others: others) {
                Numbers.estimate($0.lift, 1)
            })
    }
}
