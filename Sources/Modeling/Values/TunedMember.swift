package import Base
package import Boosting
package import Snapshots
internal import Tuning

/// What tuning found for one member, and how sure it is: its entry in `tuned.json`.
package struct TunedMember: Codable, Equatable, Sendable {
    /// A fold of the training period: fitted on the first, stopped early on the second, judged on the third.
    ///
    /// Between them lie gaps of one horizon, so that no label of an earlier period was decided in a later one.
    package struct Fold: Codable, Equatable, Sendable {
        package var fit: SnapshotPeriod
        package var stopping: SnapshotPeriod
        package var judged: SnapshotPeriod
    }

    /// A metric's value on each fold, with mean and standard error.
    package struct Score: Codable, Equatable, Sendable {
        package var mean: Double
        /// The standard deviation of the values (n - 1) over the square root of n. The folds share training rows, so it
        /// is a lower bound of the true one.
        package var standardError: Double
        /// One value per fold, in their order.
        package var values: [Double]

        /// - Parameter values: two at the least.
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
    /// The day on which it ran.
    package var date: Day
    package var metric: TuningMetric
    package var folds: [Fold]
    /// Trials of the study, the pruned ones included, and the number of the best.
    package var trials: Int
    package var bestTrial: Int
    package var best: Score
    /// The configured parameters, judged on the same folds.
    package var defaults: Score
    /// How much better the best trial is than the defaults, fold by fold; positive is better, whatever the metric.
    package var gain: Score
    /// The best trial's parameters under the names of the search space, the cap on rounds among them.
    package var parameters: [String: String]
    /// Stop after so many rounds without improvement on the validation rows.
    package var earlyStopping: Int
    /// The features that they were found for, and a fingerprint of their names and definitions.
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

    /// Whether the best trial is better than the defaults by more than one standard error of the paired differences;
    /// otherwise the defaults are kept.
    package var isBetter: Bool { gain.mean > gain.standardError }
}

/// A finished search, for the terminal.
package struct TuningReport: Sendable {
    package struct Trial: Sendable {
        package var number: Int
        /// On the judged rows of the folds; of a pruned trial nothing is said.
        package var value: Double
        /// Over the folds; nil for a trial that an earlier process made.
        package var standardError: Double?

        package init(number: Int, value: Double, standardError: Double?) {
            self.number = number
            self.value = value
            self.standardError = standardError
        }
    }

    package var member: TunedMember
    /// The complete trials, the best first.
    package var ranking: [Trial]
    package var pruned: Int
    /// Trials that earlier processes had finished.
    package var resumed: Int
    /// Folds that the configuration asks for.
    package var foldsWanted: Int
    package var journal: String
}
