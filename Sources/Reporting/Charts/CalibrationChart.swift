internal import Base
internal import Boosting
package import Charts
internal import Foundation
package import Modeling

/// The calibration: actual conversion rates against the listed probabilities.
package enum CalibrationChart {
    package static func chart(_ calibration: ModelCalibration) -> Chart? {
        let agreement = calibration.listed
        guard let curve = agreement.curve, !curve.isEmpty, curve.contains(where: { $0.conversions > 0 }) else {
            return nil
        }
        // A logarithmic axis has no 0. The whisker of such a range begins at the floor.
        let floor = max(1e-5, (curve.map(\.expected).filter { $0 > 0 }.min() ?? 1e-4) / 4)
        let ceiling = min(1.1, max(curve.map(\.rateHigh).max() ?? 1, curve.map(\.expected).max() ?? 1) * 1.5)
        let drawn = curve.filter { $0.conversions > 0 && $0.expected > 0 }
        var points = Trace.points(
            "rate of a range", x: .numbers(drawn.map(\.expected)), y: .numbers(drawn.map(\.rate)), colour: .main,
            size: 9,
            text: .labels(drawn.map { Numbers.count($0.conversions) }),
            hover: "listed %{x:.2%}, happened %{y:.2%}<br>%{text} conversions<extra></extra>"
        ).whiskers(
            values: drawn.map(\.rate), low: drawn.map { max($0.rateLow, floor) }, high: drawn.map(\.rateHigh))
        points.mode = "markers+text"
        points.textposition = "top left"
        let line = Trace.line(
            "as listed", x: .numbers([floor, ceiling]), y: .numbers([floor, ceiling]), colour: .muted, dash: "dash",
            width: 1)
        func axis(_ title: PlotText) -> Layout.Axis {
            var axis = Layout.Axis(title)
            axis.type = "log"
            axis.range = [log10(floor), log10(ceiling)]
            let ticks = [0.00001, 0.0001, 0.001, 0.01, 0.1, 1].filter { $0 >= floor && $0 <= ceiling }
            axis.tickvals = .numbers(ticks)
            axis.ticktext = .labels(ticks.map(Numbers.roundPercent))
            return axis
        }
        let empty = curve.count - drawn.count
        return Chart(
            id: "calibration", title: title(agreement.total),
            note:
                "Snapshots by their listed probability; the number is that of conversions, the whisker the 90% interval "
                + "with all snapshots of a portal taken together. On the dashed line, what is listed is what happens."
                + (empty > 0
                    ? " \(Numbers.count(empty, "range")) without a conversion \(empty == 1 ? "is" : "are") in the table alone."
                    : ""),
            figure: Figure(
                [line, points],
                Layout(height: 400, x: axis("Listed probability"), y: axis("What happened"), showsLegend: false)),
            table: ResultTable(
                [
                    .text("Probability"), .number("Snapshots"), .number("Mean listed"), .number("Conversions"),
                    .number("Rate"),
                ],
                rows: curve.map { bin in
                    [
                        "\(Numbers.roundPercent(bin.low)) to \(Numbers.roundPercent(bin.high))",
                        Numbers.count(bin.snapshots),
                        Numbers.percent(bin.expected), Numbers.count(bin.conversions),
                        Numbers.interval(bin.rate, bin.rateLow, bin.rateHigh),
                    ]
                }))
    }

    private static func title(_ total: ModelCalibration.RankBand) -> String {
        let counts =
            "\(Numbers.decimal(total.expected, 0)) conversions were listed, \(Numbers.count(total.actual)) came"
        if total.isOverConfident { return "The probabilities were too high: \(counts)" }
        return total.isUnderConfident
            ? "The probabilities were too low: \(counts)" : "The probabilities held: \(counts)"
    }
}
