internal import Base
package import Charts
package import Modeling

/// The precision of the first K portals of a list, against the baselines.
package enum PrecisionChart {
    private static let cuts = ["10", "50", "100", "1%"]
    private static let cut = "50"

    package static func chart(_ report: BacktestReport, model: ModelName) -> Chart? {
        guard let own = report.judgement(of: model.rawValue)?.at(cut)?.precision else { return nil }
        let names = [model.rawValue] + report.baselines
        let judged = names.compactMap { name in report.judgement(of: name).map { (name: name, judgement: $0) } }
        let x = Values.labels(cuts.map { "first \($0)" })
        let traces = judged.enumerated().map { index, ranking in
            let tops = cuts.map { ranking.judgement.at($0)?.precision }
            let colour = ranking.name == Baseline.random ? Colour.muted : .series(index)
            return Trace.bars(
                PlotText(data: Titles.ranking(ranking.name)), x: x, y: .numbers(tops.map { $0?.value }), colour: colour,
                hover: "%{y:.1%}"
            ).whiskers(values: tops.map { $0?.value }, low: tops.map { $0?.low }, high: tops.map { $0?.high })
        }
        var layout = Layout(
            height: 360, x: .names("Top of the list"), y: .share("Of them, became customers"), showsLegend: true)
        layout.barmode = "group"
        layout.hovermode = "x unified"
        let compared = report.userWeeks.flatMap { name in
            report.judgement(of: name)?.at(cut)?.precision.map {
                "; in the order of \(Baseline.title(name) ?? name), \(people($0.value * 50))"
            }
        }
        return Chart(
            id: "precision",
            title: "Of the first \(cut) of a past list, \(people(own.value * 50)) became customers"
                + (compared ?? ""),
            note: "Means over the lists, with 90% intervals over portals. \(verdict(report, model))",
            figure: Figure(traces, layout),
            table: ResultTable(
                [.text("Ranking")] + cuts.map { .number("First \($0)") },
                rows: judged.map { ranking in
                    [Titles.ranking(ranking.name)]
                        + cuts.map {
                            ranking.judgement.at($0)?.precision.map { Numbers.interval($0.value, $0.low, $0.high) }
                                ?? "–"
                        }
                }))
    }

    private static func people(_ number: Double) -> String { Numbers.decimal(number, 1) }

    /// Returns a sentence on whether the list is clearly better than each baseline.
    private static func verdict(_ report: BacktestReport, _ model: ModelName) -> String {
        let better = report.baselines.filter {
            report.difference(model.rawValue, $0, metric: "precision@\(cut)")?.winner == model.rawValue
        }
        let others = report.baselines.filter { name in
            !better.contains(name) && report.difference(model.rawValue, name, metric: "precision@\(cut)") != nil
        }
        func list(_ names: [String]) -> String {
            names.map { Baseline.title($0) ?? $0 }.joined(separator: ", ")
        }
        var sentences: [String] = []
        if !better.isEmpty { sentences.append("At \(cut), clearly better than: \(list(better)).") }
        if !others.isEmpty { sentences.append("Not clearly different from: \(list(others)).") }
        return sentences.joined(separator: " ")
    }
}
