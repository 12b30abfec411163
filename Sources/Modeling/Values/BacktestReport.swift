package import Base
package import Boosting
package import Snapshots

/// The results of the models on past Sundays: `backtest.json`.
package struct BacktestReport: Codable, Equatable, Sendable {
    /// Returns the model that is used if no model is clearly better: the ensemble, or the first model if there is no
    /// ensemble.
    package static func withoutWinner(among models: [ModelName]) -> ModelName {
        models.contains(.ensemble) ? .ensemble : models[0]
    }

    /// The winner of a difference whose interval contains 0.
    package static let noWinner = "no winner"

    /// One past Sunday. Members that saw nothing later scored every portal that was free on it.
    package struct Fold: Codable, Equatable, Sendable {
        package var sunday: Day
        /// The Sundays that the members were fitted on. All of them had matured by then.
        package var trainedOn: SnapshotPeriod
        /// The number of training snapshots that converted.
        package var trainingPositives: Int
        /// The number of trees or steps, by member.
        package var rounds: [String: Int]
        /// Whether early stopping found the number of trees. Otherwise the history was too short for it.
        package var stoppedEarly: Bool
        /// Whether the search for the parameters saw labels that were decided after this Sunday.
        package var tuningSawLater: Bool
        /// The number of scored portals, and how many of them converted within the horizon.
        package var portals: Int
        package var conversions: Int
        /// The judgements by model or baseline.
        package var models: [String: Judgement]
    }

    /// A Sunday that could not be judged: too few portals had converted for a model to learn from.
    package struct Skipped: Codable, Equatable, Sendable {
        package var sunday: Day
        /// The number of portals whose conversion had matured by then.
        package var convertedPortals: Int
    }

    /// Conversions by rank on their Sunday's list, over all Sundays.
    package struct Band: Codable, Equatable, Sendable {
        /// The ranks of the band; the best rank is 1. The last band has no end.
        package var first: Int
        package var last: Int?
        /// The number of portals in the band, over all Sundays.
        package var portals: Double
        /// The expected conversions: the sum of the probabilities.
        package var expected: Estimate?
        /// The 5% and the 95% quantile of the number of conversions, if the probabilities are right and portals
        /// independent.
        package var plausibleLow: Int
        package var plausibleHigh: Int
        package var actual: Estimate?
    }

    /// A model or baseline over all Sundays together.
    package struct Pooled: Codable, Equatable, Sendable {
        package var model: String
        package var judgement: Judgement
        /// Expected and actual conversions by rank; empty for baselines.
        package var bands: [Band]
        /// The gains curve, or nil in reports of earlier versions.
        package var gains: [Gain]?

        package init(model: String, judgement: Judgement, bands: [Band], gains: [Gain]? = nil) {
            self.model = model
            self.judgement = judgement
            self.bands = bands
            self.gains = gains
        }
    }

    /// A comparison of two models on the same draws. Positive means that the first is better, whatever the metric.
    package struct Difference: Codable, Equatable, Sendable {
        package var first: String
        package var second: String
        package var metric: String
        package var estimate: Estimate
        /// The better one, or `no winner` if the interval contains 0.
        package var winner: String

        package init(first: String, second: String, metric: String, estimate: Estimate) {
            self.first = first
            self.second = second
            self.metric = metric
            self.estimate = estimate
            winner = estimate.coversZero ? BacktestReport.noWinner : estimate.value > 0 ? first : second
        }

        package var hasWinner: Bool { winner != BacktestReport.noWinner }
    }

    /// The monthly revenue of the conversions. A conversion without revenue, or with zero or negative revenue, counts
    /// as 0.
    package struct Revenue: Codable, Equatable, Sendable {
        package var total: Double
        /// The number of conversions with each kind of revenue.
        package var positive: Int
        package var zero: Int
        package var negative: Int
        package var missing: Int
    }

    /// The model that the backtest favours, and why.
    package struct Choice: Codable, Equatable, Sendable {
        package var model: ModelName
        package var reason: String
        /// The models that are not used for the list. nil in the files of earlier versions.
        package var excluded: [ExcludedModel]?

        package init(model: ModelName, reason: String, excluded: [ExcludedModel]? = nil) {
            self.model = model
            self.reason = reason
            self.excluded = excluded
        }
    }

    /// The Sundays whose labels a search for parameters has seen.
    package struct Search: Codable, Equatable, Sendable {
        package var member: LearnerName
        package var study: String
        package var first: Day
        package var last: Day
    }

    package var folds: [Fold]
    package var skipped: [Skipped]
    /// The results in the order of the models, baselines last.
    package var pooled: [Pooled]
    /// The comparisons of every model with every other model and every baseline.
    package var differences: [Difference]
    /// The model whose list of the week before is the baseline `last_week`.
    package var lastWeekModel: ModelName
    package var choice: Choice
    /// The models that score below a baseline. nil in the files of earlier versions.
    package var weaknesses: [Weakness]?
    /// The searches whose parameters were used.
    package var searches: [Search]
    /// The number of conversions over all Sundays, and of the portals behind them. A portal may convert within the
    /// horizon of two Sundays.
    package var conversions: Int
    package var convertedPortals: Int
    package var revenue: Revenue
    /// The number of draws of the bootstrap.
    package var draws: Int

    package init(
        folds: [Fold], skipped: [Skipped], pooled: [Pooled], differences: [Difference], lastWeekModel: ModelName,
        choice: Choice, searches: [Search], conversions: Int, convertedPortals: Int, revenue: Revenue, draws: Int
    ) {
        self.folds = folds
        self.skipped = skipped
        self.pooled = pooled
        self.differences = differences
        self.lastWeekModel = lastWeekModel
        self.choice = choice
        self.searches = searches
        self.conversions = conversions
        self.convertedPortals = convertedPortals
        self.revenue = revenue
        self.draws = draws
    }

    /// Returns the judgement of a model or baseline over all Sundays.
    package func judgement(of model: String) -> Judgement? { pooled.first { $0.model == model }?.judgement }

    /// Returns a paired difference, whichever way round it is stored. Positive means that `first` is better.
    package func difference(_ first: String, _ second: String, metric: String) -> Difference? {
        if let found = differences.first(where: { $0.first == first && $0.second == second && $0.metric == metric }) {
            return found
        }
        return differences.first { $0.first == second && $0.second == first && $0.metric == metric }.map {
            let estimate = $0.estimate
            return Difference(
                first: first, second: second, metric: metric,
                estimate: .init(value: -estimate.value, low: -estimate.high, high: -estimate.low))
        }
    }
}
