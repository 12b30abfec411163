/// Finds where models do worse than baselines.
struct WeaknessFinder {
    let models: [ModelName]
    let baselines: [String]
    /// Returns the value of a metric for a model or baseline, or nil if it cannot be measured.
    let value: (_ model: String, _ metric: String) -> Double?
    /// Returns the first model's value less the second's on the same draws. It is above 0 if the first is better.
    let difference: (_ first: String, _ second: String, _ metric: String) -> Estimate?

    /// The cuts at which lists are compared.
    static let cuts = ["precision@10", "precision@50", "precision@100"]
    private static let random = "random"

    /// Returns all weaknesses in the order of the models, including those within noise.
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
    /// Returns the value of a metric by its name.
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
    /// Returns the value of a metric by its name.
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
