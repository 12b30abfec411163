/// How the models would have done on past Sundays: `backtest.json`.
public struct BacktestReport: Codable, Equatable, Sendable {
    /// One past Sunday: every portal free on it was scored by members that saw nothing later.
    public struct Fold: Codable, Equatable, Sendable {
        public var sunday: Day
        /// The Sundays that the members were fitted on, all of them matured by then.
        public var trainedOn: Split.Period
        /// Portals scored, and how many of them converted within the horizon.
        public var portals: Int
        public var conversions: Int
        /// By model or baseline.
        public var models: [String: Evaluation]

        public init(
            sunday: Day, trainedOn: Split.Period, portals: Int, conversions: Int, models: [String: Evaluation]
        ) {
            self.sunday = sunday
            self.trainedOn = trainedOn
            self.portals = portals
            self.conversions = conversions
            self.models = models
        }
    }

    /// A statistic with its 90% interval from a bootstrap over portals.
    public struct Estimate: Codable, Equatable, Sendable {
        public var value: Double
        public var low: Double
        public var high: Double

        public init(value: Double, low: Double, high: Double) {
            self.value = value
            self.low = low
            self.high = high
        }
    }

    /// A model or baseline over all Sundays together.
    public struct Pooled: Codable, Equatable, Sendable {
        public var model: String
        public var evaluation: Evaluation
        public var rocAUC: Estimate?
        public var averagePrecision: Estimate?
        /// nil for scores that are not probabilities.
        public var logLoss: Estimate?
        /// Conversions that the probabilities add up to; nil for scores that are not probabilities.
        public var expected: Double?

        public init(
            model: String, evaluation: Evaluation, rocAUC: Estimate?, averagePrecision: Estimate?, logLoss: Estimate?,
            expected: Double?
        ) {
            self.model = model
            self.evaluation = evaluation
            self.rocAUC = rocAUC
            self.averagePrecision = averagePrecision
            self.logLoss = logLoss
            self.expected = expected
        }
    }

    public var folds: [Fold]
    /// In the order of the models, baselines last.
    public var pooled: [Pooled]
    /// Conversions over all Sundays, and the portals behind them; a portal may convert within the horizon of two.
    public var conversions: Int
    public var convertedPortals: Int
    /// Draws of the bootstrap.
    public var draws: Int

    public init(folds: [Fold], pooled: [Pooled], conversions: Int, convertedPortals: Int, draws: Int) {
        self.folds = folds
        self.pooled = pooled
        self.conversions = conversions
        self.convertedPortals = convertedPortals
        self.draws = draws
    }
}
