internal import Base
package import Charts
internal import Foundation
package import Modeling

/// The contribution of a signal to the score, by its value.
package enum DependenceChart {
    private static let leastPortals = 10

    /// Makes the chart of one signal.
    ///
    /// - Parameter place: The number in the chart's name in the page, from 1.
    package static func chart(_ influence: SignalInfluence, titles: SignalTitles, place: Int) -> Chart? {
        let steps = influence.dependence
        guard !steps.isEmpty else { return nil }
        let missing = titles.missing(influence.signal)
        let names = steps.map { $0.name.map(Titles.readable) ?? missing }
        // Bars with words are horizontal, because words are long. Bars with numbers are vertical.
        let isLying = names.contains { $0.count > 12 }
        let medians = steps.map { Double?.some($0.median) }
        let labels = Values.labels(names)
        var points = Trace.points(
            "median", x: isLying ? .numbers(medians) : labels, y: isLying ? labels : .numbers(medians), colour: .main,
            size: 9, text: .labels(steps.map { Numbers.count($0.portals, "portal") }),
            hover: isLying
                ? "%{y}: %{x:+.2f}<br>%{text}<extra></extra>" : "%{x}: %{y:+.2f}<br>%{text}<extra></extra>")
        // Whiskers are horizontal if the bars would be.
        points.orientation = isLying ? "h" : nil
        points = points.whiskers(values: medians, low: steps.map(\.low), high: steps.map(\.high))
        points.orientation = nil
        var contribution = Layout.Axis("Contribution, in log-odds")
        contribution.zeroline = true
        contribution.tickformat = "+.1~f"
        let value = PlotText(data: titles.value(influence.signal))
        var nameAxis = Layout.Axis.names(isLying ? nil : value, lying: isLying)
        nameAxis.showgrid = isLying
        return Chart(
            id: "dependence-\(place)", title: title(influence, names: names, titles: titles),
            note: "Median contribution by value, with the range of 90% of the portals. "
                + "+0.7 doubles the odds of a conversion, −0.7 halves them.",
            figure: Figure(
                [points],
                isLying
                    ? Layout(height: 110 + 26 * Double(steps.count), x: contribution, y: nameAxis)
                    : Layout(height: 300, x: nameAxis, y: contribution)),
            table: ResultTable(
                [.text(titles.value(influence.signal)), .number("Portals"), .number("Median"), .number("90% of them")],
                rows: zip(names, steps).map { name, step in
                    [
                        name, Numbers.count(step.portals), Numbers.signed(step.median),
                        "\(Numbers.signed(step.low)) to \(Numbers.signed(step.high))",
                    ]
                }))
    }

    private static func title(_ influence: SignalInfluence, names: [String], titles: SignalTitles) -> String {
        let steps = influence.dependence
        // The title ignores steps with only a few portals.
        let large = steps.indices.filter { steps[$0].portals >= leastPortals }
        let order = (large.count > 1 ? large : Array(steps.indices)).sorted { steps[$0].median < steps[$1].median }
        let (worst, best) = (order.first!, order.last!)
        let title = titles.title(influence.signal)
        func times(_ logOdds: Double) -> String {
            let factor = exp(logOdds)
            return Numbers.decimal(factor, factor < 10 ? 1 : 0)
        }
        guard steps[best].median - steps[worst].median >= 0.05 else {
            return "\(title) changes the odds little, whatever its value"
        }
        return "\(title): \(times(steps[best].median)) times the odds at \(quoted(names[best], influence.signal)), "
            + "\(times(steps[worst].median)) times at \(quoted(names[worst], influence.signal))"
    }

    private static func quoted(_ name: String, _ signal: Signal) -> String {
        if name.first?.isLetter == true { return "“\(Titles.readable(name))”" }
        return [.recency, .tenure, .age].contains(signal) ? "\(name) days" : name
    }
}
