internal import Boosting

/// Joins the Sundays of a backtest and says how far their statistics can be trusted.
struct BacktestPooling {
    /// The last rank of each band of expected and actual conversions. The last band has no end.
    static let bandEnds: [Int?] = [20, 50, 200, 1000, nil]

    let seed: Int
    let models: [ModelName]
    let baselines: [String]
    let threads: Int

    private var names: [String] { models.map(\.rawValue) + baselines }

    /// A metric for differences between models. Higher is better.
    struct Metric: Sendable {
        let name: String
        var needsProbability = false
        let value: @Sendable (JudgedLists.Count) -> Double?
    }

    static let metrics: [Metric] = {
        var metrics = [
            Metric(name: "logLoss", needsProbability: true) { $0.logLoss.map { -$0 } },
            Metric(name: "brier", needsProbability: true) { $0.brier.map { -$0 } },
            Metric(name: "rocAUC") { $0.pooled.rocAUC },
            Metric(name: "averagePrecision") { $0.pooled.averagePrecision },
        ]
        for (label, place) in Tally.listedCuts {
            metrics.append(Metric(name: "precision@\(label)") { $0.precision(place) })
            metrics.append(Metric(name: "revenue@\(label)") { $0.revenue(place) })
        }
        return metrics
    }()

    /// The result of the pooled Sundays.
    struct Result {
        /// The judgements of models and baselines, by Sunday.
        var sundays: [[String: Judgement]]
        var pooled: [BacktestReport.Pooled]
        var differences: [BacktestReport.Difference]
        var revenue: BacktestReport.Revenue
        var conversions: Int
        var convertedPortals: Int

        /// Returns the models that are clearly worse than a baseline. Empty if too few portals converted to tell.
        func excluded(_ models: [ModelName]) -> [ExcludedModel] {
            convertedPortals >= SmallData.leastForLogistic ? weaknesses(models).excluded : []
        }

        /// Returns the models that score below a baseline.
        func weaknesses(_ models: [ModelName]) -> [Weakness] {
            WeaknessFinder(
                models: models, baselines: pooled.map(\.model).filter { ModelName(rawValue: $0) == nil },
                value: { model, metric in pooled.first { $0.model == model }?.judgement.value(of: metric) },
                difference: { first, second, metric in
                    differences.first { $0.first == first && $0.second == second && $0.metric == metric }?.estimate
                }
            ).find()
        }
    }

    func pool(_ folds: [FoldScores]) throws -> Result {
        let lists = try JudgedLists(folds, models: names, seed: seed, threads: threads)
        let pooled = names.map { name in
            BacktestReport.Pooled(
                model: name, judgement: lists.judgement(of: name),
                bands: ModelName(rawValue: name) == nil ? [] : bands(of: name, lists: lists, folds: folds),
                gains: lists.gains(of: name))
        }
        let converted = folds.flatMap(\.converted)
        let revenue = zip(folds.flatMap(\.revenue), converted).filter(\.1).map(\.0)
        return Result(
            sundays: folds.indices.map { sunday in
                Dictionary(uniqueKeysWithValues: names.map { ($0, lists.judgement(of: $0, sunday: sunday)) })
            }, pooled: pooled, differences: differences(lists),
            revenue: .init(
                total: revenue.reduce(0) { $0 + ($1 > 0 ? $1 : 0) }, positive: revenue.count { $0 > 0 },
                zero: revenue.count { $0 == 0 }, negative: revenue.count { $0 < 0 },
                missing: revenue.count(where: \.isNaN)),
            conversions: converted.count { $0 },
            convertedPortals: Set(zip(folds.flatMap(\.keys), converted).filter(\.1).map(\.0)).count)
    }

    /// Compares every model with those after it and with the baselines.
    private func differences(_ lists: JudgedLists) -> [BacktestReport.Difference] {
        models.indices.flatMap { index in
            let first = models[index].rawValue
            let others = models[(index + 1)...].map(\.rawValue) + baselines
            return others.flatMap { second in
                Self.metrics.compactMap { metric -> BacktestReport.Difference? in
                    guard !metric.needsProbability || lists.isProbability(first) && lists.isProbability(second) else {
                        return nil
                    }
                    return lists.difference(first, second, metric.value).map {
                        BacktestReport.Difference(first: first, second: second, metric: metric.name, estimate: $0)
                    }
                }
            }
        }
    }

    private func bands(of model: String, lists: JudgedLists, folds: [FoldScores]) -> [BacktestReport.Band] {
        let sorted = folds.map {
            SortedList(
                scores: $0.scores[model]!, probabilities: $0.probabilities[model], converted: $0.converted,
                revenue: $0.countedRevenue)
        }
        return Self.bandEnds.indices.map { index in
            let start = index == 0 ? nil : Self.bandEnds[index - 1]
            let end = Self.bandEnds[index]
            func sum(_ value: @escaping (Tally.Top) -> Double) -> (JudgedLists.Count) -> Double? {
                { count in
                    count.sundays.reduce(0) { sum, tally in
                        sum + value(tally.top(end)) - (start.map { value(tally.top($0)) } ?? 0)
                    }
                }
            }
            let ranks = Double(start ?? 0)..<(end.map(Double.init) ?? .infinity)
            let range = PoissonBinomial(
                sorted.flatMap { $0.probabilities(inRanks: ranks) }.map { $0.probability * $0.share })
            return BacktestReport.Band(
                first: (start ?? 0) + 1, last: end,
                portals: folds.reduce(0) {
                    $0 + max(0, min(Double($1.keys.count), ranks.upperBound) - ranks.lowerBound)
                },
                expected: lists.estimate(model, sum(\.expected)), plausibleLow: range.quantile(0.05),
                plausibleHigh: range.quantile(0.95), actual: lists.estimate(model, sum(\.positives)))
        }
    }
}
