/// Finds where models do worse than baselines.
struct WeaknessFinder {
    let models: [ModelName]
    let baselines: [String]
    /// A model's or baseline's value of a metric; nil where it cannot be measured.
    let value: (_ model: String, _ metric: String) -> Double?
    /// The first less the second on the same draws, above 0 where the first is better.
    let difference: (_ first: String, _ second: String, _ metric: String) -> Estimate?

    /// The cuts at which lists are compared.
    static let cuts = ["precision@10", "precision@50", "precision@100"]
    private static let random = "random"

    /// All weaknesses, those of the models in their order; clear ones and those within noise.
    func find() -> [Weakness] {
        models.flatMap { model -> [Weakness] in
            var found: [Weakness] = []
            for baseline in baselines where baseline != Self.random {
                found += Self.cuts.compactMap { compare(.beatenAtCut, model, baseline, $0) }
            }
            for baseline in baselines {
                found += ["rocAUC", "averagePrecision"].compactMap { compare(.ranksWorse, model, baseline, $0) }
            }
            if let loss = compare(.worseThanBaseRate, model, Self.random, "logLoss") { found.append(loss) }
            return found
        }
    }

    private func compare(
        _ kind: Weakness.Kind, _ model: ModelName, _ baseline: String, _ metric: String
    ) -> Weakness? {
        guard let own = value(model.rawValue, metric), let other = value(baseline, metric) else { return nil }
        guard metric == "logLoss" ? own > other : own < other else { return nil }
        return Weakness(
            kind: kind, model: model, baseline: baseline, metric: metric, value: own, baselineValue: other,
            difference: difference(model.rawValue, baseline, metric))
    }
}

extension Evaluation {
    /// A metric by its name.
    func value(of metric: String) -> Double? {
        switch metric {
        case "rocAUC": rocAUC
        case "averagePrecision": averagePrecision
        case "logLoss": logLoss
        default: metric.hasPrefix("precision@") ? at(String(metric.dropFirst("precision@".count)))?.precision : nil
        }
    }
}

extension Judgement {
    /// A metric by its name.
    func value(of metric: String) -> Double? {
        switch metric {
        case "rocAUC": rocAUC?.value
        case "averagePrecision": averagePrecision?.value
        case "logLoss": logLoss?.value
        default:
            metric.hasPrefix("precision@") ? at(String(metric.dropFirst("precision@".count)))?.precision?.value : nil
        }
    }
}
