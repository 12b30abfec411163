internal import ProspectCore

/// Joins the folds of a backtest and says how far the statistics can be trusted.
///
/// The bootstrap draws portals, not rows: one portal's Sundays hang together. Each draw gives a portal a weight from a
/// Poisson distribution of mean 1, which is the multinomial bootstrap for many portals. Efron, Tibshirani, "An
/// Introduction to the Bootstrap", 1993; Hanley, MacGibbon, "Creating non-parametric bootstrap samples using Poisson
/// frequencies", 2006. The interval is that of the 5% and 95% quantiles.
struct BacktestPooling {
    static let draws = 200

    let seed: Int
    let models: [String]
    let threads: Int

    func report(
        _ folds: [(sunday: Day, trainedOn: Split.Period, scores: FoldScores)]
    ) throws -> BacktestReport {
        let converted = folds.flatMap(\.scores.converted)
        let numbers = portalNumbers(folds.map(\.scores))
        let weights = drawWeights(portals: (numbers.max() ?? -1) + 1)
        let pooled = try models.compactMap { model -> BacktestReport.Pooled? in
            guard folds.allSatisfy({ $0.scores.scores[model] != nil }) else { return nil }
            let scores = folds.flatMap { $0.scores.scores[model]! }
            return try pool(model, scores, converted, numbers, weights)
        }
        return BacktestReport(
            folds: folds.map { fold in
                BacktestReport.Fold(
                    sunday: fold.sunday, trainedOn: fold.trainedOn, portals: fold.scores.ids.count,
                    conversions: fold.scores.converted.count { $0 },
                    models: Dictionary(
                        uniqueKeysWithValues: fold.scores.scores.map { name, scores in
                            (name, evaluate(name, scores, fold.scores.converted))
                        }))
            }, pooled: pooled, conversions: converted.count { $0 },
            convertedPortals: Set(numbers.indices.filter { converted[$0] }.map { numbers[$0] }).count,
            draws: Self.draws)
    }

    private func isProbability(_ model: String) -> Bool { ModelName(rawValue: model) != nil }

    private func evaluate(_ model: String, _ scores: [Double], _ converted: [Bool]) -> Evaluation {
        .measure(labels: converted, scores: scores, isProbability: isProbability(model))
    }

    /// Each row's portal as a number, in the order of the ids.
    private func portalNumbers(_ folds: [FoldScores]) -> [Int] {
        let ids = Set(folds.flatMap(\.ids)).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
        return folds.flatMap { $0.ids.map { numbers[$0]! } }
    }

    /// For each draw, each portal's weight.
    private func drawWeights(portals: Int) -> [[Double]] {
        (0..<Self.draws).map { draw in
            var generator = SeededGenerator(seed: UInt64(seed), stream: UInt64(draw))
            return (0..<portals).map { _ in Self.poisson(&generator) }
        }
    }

    /// A Poisson variate of mean 1. Knuth, "The Art of Computer Programming" 2, 3.4.1.
    private static func poisson(_ generator: inout SeededGenerator) -> Double {
        let limit = 0.36787944117144233
        var product = generator.uniform()
        var count = 0.0
        while product > limit {
            product *= generator.uniform()
            count += 1
        }
        return count
    }

    private func pool(
        _ model: String, _ scores: [Double], _ converted: [Bool], _ numbers: [Int], _ weights: [[Double]]
    ) throws -> BacktestReport.Pooled {
        // In the order of the scores, so that each draw finds the rows sorted.
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        let sorted = order.map { scores[$0] }
        let labels = order.map { converted[$0] }
        let portals = order.map { numbers[$0] }
        let isProbability = isProbability(model)
        let draws = try concurrently(weights.count, threads: threads) {
        } body: { _, draw -> [Double?] in
            let rowWeights = portals.map { weights[draw][$0] }
            let ranked = RankedGroups(labels: labels, scores: sorted, weights: rowWeights)
            let loss = isProbability ? logLoss(labels: labels, probabilities: sorted, weights: rowWeights) : nil
            return [ranked.rocAUC, ranked.averagePrecision, loss]
        }
        let evaluation = evaluate(model, scores, converted)
        func estimate(_ value: Double?, _ statistic: Int) -> BacktestReport.Estimate? {
            let values = draws.compactMap { $0[statistic] }.sorted()
            guard let value, values.count >= 20 else { return nil }
            return .init(
                value: value, low: values[values.count / 20], high: values[values.count - 1 - values.count / 20])
        }
        return BacktestReport.Pooled(
            model: model, evaluation: evaluation, rocAUC: estimate(evaluation.rocAUC, 0),
            averagePrecision: estimate(evaluation.averagePrecision, 1), logLoss: estimate(evaluation.logLoss, 2),
            expected: isProbability ? scores.reduce(0, +) : nil)
    }
}
