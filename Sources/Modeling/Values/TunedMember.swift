package import Base
package import Boosting
package import Snapshots
internal import Tuning

/// The result of tuning one member, and how certain it is: an entry in `tuned.json`.
package struct TunedMember: Codable, Equatable, Sendable {
    /// A fold of the training period. A model is fitted on the first part, stopped early on the second and judged on
    /// the third.
    ///
    /// The parts are separated by gaps of one horizon, so no label of an earlier part was decided in a later one.
    package struct Fold: Codable, Equatable, Sendable {
        package var fit: SnapshotPeriod
        package var stopping: SnapshotPeriod
        package var judged: SnapshotPeriod
    }

    /// A metric's value on each fold, with mean and standard error.
    package struct Score: Codable, Equatable, Sendable {
        package var mean: Double
        /// The standard deviation of the values (n - 1) over the square root of n. The folds share training rows, so it
        /// is a lower bound of the true standard error.
        package var standardError: Double
        /// One value per fold, in order.
        package var values: [Double]

        /// Makes a score.
        ///
        /// - Parameter values: At least two values.
        package init(_ values: [Double]) {
            let count = Double(values.count)
            let mean = values.reduce(0, +) / count
            let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            self.mean = mean
            self.values = values
            standardError = (squares / max(count - 1, 1) / count).squareRoot()
        }
    }

    package var name: LearnerName
    /// The study in the member's journal.
    package var study: String
    /// The Sunday of the run that tuned.
    package var asOf: Day
    /// The day on which tuning ran.
    package var date: Day
    package var metric: TuningMetric
    package var folds: [Fold]
    /// The number of trials in the study, including pruned ones, and the number of the best trial.
    package var trials: Int
    package var bestTrial: Int
    package var best: Score
    /// The score of the configured parameters on the same folds.
    package var defaults: Score
    /// How much better the best trial is than the defaults, fold by fold. Positive is better, whatever the metric.
    package var gain: Score
    /// The best trial's parameters under the names of the search space, including the cap on rounds.
    package var parameters: [String: String]
    /// The number of rounds without improvement on the validation rows after which fitting stops.
    package var earlyStopping: Int
    /// The features that the parameters were found for, and a fingerprint of their names and definitions.
    package var features: [String]
    package var fingerprint: String

    package init(
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

    /// Whether the best trial is better than the defaults by more than one standard error of the paired differences.
    /// Otherwise the defaults stay.
    package var isBetter: Bool { gain.mean > gain.standardError }
}

/// A finished search, for the terminal.
package struct TuningReport: Sendable {
    package struct Trial: Sendable {
        package var number: Int
        /// The value on the judged rows of the folds. Pruned trials are not listed.
        package var value: Double
        /// The standard error over the folds, or nil for a trial from an earlier process.
        package var standardError: Double?

        package init(number: Int, value: Double, standardError: Double?) {
            self.number = number
            self.value = value
            self.standardError = standardError
        }
    }

    package var member: TunedMember
    /// The complete trials, best first.
    package var ranking: [Trial]
    package var pruned: Int
    /// The number of trials that earlier processes had finished.
    package var resumed: Int
    /// The number of folds that the configuration asks for.
    package var foldsWanted: Int
    package var journal: String
}
