internal import Base
package import Charts
package import Modeling

/// The importance of the signals: the mean absolute contribution of each.
package enum ImportanceChart {
    package static func chart(_ influences: [SignalInfluence], titles: SignalTitles, model: ModelName) -> Chart? {
        guard let first = influences.first, first.importance > 0 else { return nil }
        let names = Values.labels(influences.map { titles.title($0.signal) })
        let total = influences.reduce(0) { $0 + $1.importance }
        let top = influences.prefix(3).reduce(0) { $0 + $1.importance } / total
        func bars(_ axis: Signal.Axis, _ name: PlotText, _ colour: Colour) -> Trace {
            .bars(
                name, x: .numbers(influences.map { $0.signal.axis == axis ? $0.importance : nil }), y: names,
                colour: colour, lying: true, hover: "%{y}: %{x:.3f}<extra></extra>")
        }
        var layout = Layout(
            height: 110 + 26 * Double(influences.count), x: Layout.Axis("Mean absolute contribution, in log-odds"),
            y: .names(lying: true), showsLegend: true)
        layout.barmode = "overlay"
        layout.bargap = 0.3
        return Chart(
            id: "importance", title: title(influences, titles: titles, share: top),
            note: "Mean of |SHAP| over all explained portals of \(model.inText), summed by signal. Intent is what a "
                + "company does with the product, fit is what it is.",
            figure: Figure([bars(.intent, "intent", .main), bars(.fit, "fit", .second)], layout),
            table: ResultTable(
                [.text("Signal"), .text("Axis"), .number("Mean |SHAP|"), .number("Share")],
                rows: influences.map {
                    [
                        titles.title($0.signal), $0.signal.axis.rawValue, Numbers.decimal($0.importance, 3),
                        Numbers.percent($0.importance / total),
                    ]
                }))
    }

    private static func title(_ influences: [SignalInfluence], titles: SignalTitles, share: Double) -> String {
        let first = titles.title(influences[0].signal)
        let rest = influences.dropFirst().prefix(2).map { titles.inText($0.signal) }
        guard rest.count == 2 else { return "\(first) says the most about who converts" }
        return "\(first), \(rest[0]) and \(rest[1]) make up \(Numbers.percent(share)) of what the model says"
    }
}
