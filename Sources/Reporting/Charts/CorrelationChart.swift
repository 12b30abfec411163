internal import Base
package import Charts

/// Correlations of the key numbers with each other and with the target.
package enum CorrelationChart {
    package static func chart(_ correlations: ExplorationReport.Correlations) -> Chart? {
        let pairs = correlations.withTarget.compactMap { pair in pair.value.map { (name: pair.name, value: $0) } }
        guard let strongest = pairs.max(by: { abs($0.value) < abs($1.value) }) else { return nil }
        let names = Values.labels(correlations.names)
        var x = Layout.Axis.names()
        x.tickangle = -45
        let heatmap = Trace.heatmap(
            x: names, y: names, z: correlations.values, scale: .diverging, range: -1...1, texts: "%{z:.2f}",
            hover: "%{y} and %{x}: %{z:.3f}<extra></extra>")
        return Chart(
            id: "correlations",
            title: "“\(strongest.name)” correlates the most with a conversion"
                + "\(abs(strongest.value) < 0.3 ? ", but weakly" : ""): r = \(Numbers.decimal(strongest.value, 2))",
            note:
                "Pearson's r over \(Numbers.count(correlations.snapshots, "matured snapshot")); counts, company size and web "
                + "rank as logarithms. Each pair is judged where both are known. Few snapshots are followed by a conversion, so "
                + "even a strong signal has a small r.",
            figure: Figure(
                [heatmap], Layout(height: 150 + 32 * Double(correlations.names.count), x: x, y: .names(lying: true))),
            table: ResultTable(
                [.text("")] + correlations.names.map { .number($0) },
                rows: zip(correlations.names, correlations.values).map { name, row in
                    [name] + row.map { $0.map { Numbers.decimal($0, 2) } ?? "–" }
                }))
    }
}
