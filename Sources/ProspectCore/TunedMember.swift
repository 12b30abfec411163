/// What tuning found for one member, and how sure it is: its entry in `tuned.json`.
public struct TunedMember: Codable, Equatable, Sendable {
    /// A fold of the training period: fitted on the first, stopped early on the second, judged on the third.
    ///
    /// Between them lie gaps of one horizon, so that no label of an earlier period was decided in a later one.
    public struct Fold: Codable, Equatable, Sendable {
        public var fit: Split.Period
        public var stopping: Split.Period
        public var judged: Split.Period

        public init(fit: Split.Period, stopping: Split.Period, judged: Split.Period) {
            self.fit = fit
            self.stopping = stopping
            self.judged = judged
        }
    }

    /// A metric's value on each fold, with mean and standard error.
    public struct Score: Codable, Equatable, Sendable {
        public var mean: Double
        /// The standard deviation of the values (n - 1) over the square root of n. The folds share training rows, so it
        /// is a lower bound of the true one.
        public var standardError: Double
        /// One value per fold, in their order.
        public var values: [Double]

        /// - Parameter values: two at the least.
        public init(_ values: [Double]) {
            let count = Double(values.count)
            let mean = values.reduce(0, +) / count
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            self.mean = mean
            self.values = values
            standardError = (squares / max(count - 1, 1) / count).squareRoot()
        }
    }

    public var name: LearnerName
    /// The study in the member's journal.
    public var study: String
    /// The Sunday of the run that tuned.
    public var asOf: Day
    /// The day on which it ran.
    public var date: Day
    public var metric: TuningMetric
    public var folds: [Fold]
    /// Trials of the study, the pruned ones included, and the number of the best.
    public var trials: Int
    public var bestTrial: Int
    public var best: Score
    /// The configured parameters, judged on the same folds.
    public var defaults: Score
    /// How much better the best trial is than the defaults, fold by fold; positive is better, whatever the metric.
    public var gain: Score
    /// The best trial's parameters under the names of the search space, the cap on rounds among them.
    public var parameters: [String: String]
    /// Stop after so many rounds without improvement on the validation rows.
    public var earlyStopping: Int
    /// The features that they were found for, and a fingerprint of their names and definitions.
    public var features: [String]
    public var fingerprint: String

    public init(
        name: LearnerName, study: String, asOf: Day, date: Day, metric: TuningMetric, folds: [Fold], trials: Int,
        bestTrial: Int, best: Score, defaults: Score, parameters: [String: String], earlyStopping: Int,
        features: [String], fingerprint: String
    ) {
        self.name = name
        self.study = study
        self.asOf = asOf
        self.date = date
        self.metric = metric
        self.folds = folds
        self.trials = trials
        self.bestTrial = bestTrial
        self.best = best
        self.defaults = defaults
        let sign = metric.isBetterWhenLarger ? 1.0 : -1.0
        gain = Score(zip(best.values, defaults.values).map { sign * ($0 - $1) })
        self.parameters = parameters
        self.earlyStopping = earlyStopping
        self.features = features
        self.fingerprint = fingerprint
    }

    /// Whether the best trial is better than the defaults by more than one standard error of the paired differences;
    /// otherwise the defaults are kept.
    public var isBetter: Bool { gain.mean > gain.standardError }
}

/// A finished search, for the terminal.
public struct TuningReport: Sendable {
    public struct Trial: Sendable {
        public var number: Int
        /// On the judged rows of the folds; of a pruned trial nothing is said.
        public var value: Double
        /// Over the folds; nil for a trial that an earlier process made.
        public var standardError: Double?

        public init(number: Int, value: Double, standardError: Double?) {
            self.number = number
            self.value = value
            self.standardError = standardError
        }
    }

    public var member: TunedMember
    /// The complete trials, the best first.
    public var ranking: [Trial]
    public var pruned: Int
    /// Trials that earlier processes had finished.
    public var resumed: Int
    /// Folds that the configuration asks for.
    public var foldsWanted: Int
    public var journal: String

    public init(
        member: TunedMember, ranking: [Trial], pruned: Int, resumed: Int, foldsWanted: Int, journal: String
    ) {
        self.member = member
        self.ranking = ranking
        self.pruned = pruned
        self.resumed = resumed
        self.foldsWanted = foldsWanted
        self.journal = journal
    }
}
