package import Arrow

/// A method that fits a classifier to rows with a label of 0 or 1.
package protocol Learner: Sendable {
    var kind: LearnerName { get }

    /// The file in a model's folder that `Classifier.save(to:)` writes and `load(from:threads:)` reads.
    var fileName: String { get }

    /// Whether the learner wants the compact set of features, which leaves out sums and near copies of others.
    var wantsCompactFeatures: Bool { get }

    /// Returns the value of the parameter `monotone_constraints`, or nil if the method has none.
    ///
    /// - Parameter directions: For each feature 1, -1 or 0; see `TrainedModel.Feature.direction`.
    func monotoneConstraints(_ directions: [Int]) -> String?

    /// The version of the method's library, or of its own file format if it has no library.
    var version: String { get }

    /// Returns the parameters that make two trainings on the same rows with the same seed give the same bytes.
    ///
    /// - Parameter threads: The number of threads, 1 or more. LightGBM and the logistic regression give the same bytes
    ///   with any number. XGBoost sums in the order of its threads, so another number changes the last bits.
    func parameters(seed: Int, threads: Int) -> ParameterList

    /// Brings rows into the form that the method trains on, once for any number of trainings.
    ///
    /// - Parameters:
    ///   - training: The rows to fit to. Everything learned from rows, including bins and medians, is learned from
    ///     these.
    ///   - validation: The rows to judge each round on, with the same features.
    ///   - parameters: The learner's parameters. Those of the bins take effect here, the others when a model is fitted.
    /// - Throws: `BoostingError` for types, values or names that the method does not accept, `ArrowError` for a label
    ///   or a weight that is not a number.
    func prepare(
        _ training: TrainingRows, validation: TrainingRows?, parameters: ParameterList
    ) throws -> any PreparedRows

    /// Reads a model that `Classifier.save(to:)` has written to a folder.
    ///
    /// - Throws: `BoostingError` if there is no such file, or if it is not a whole model.
    func load(from folder: String, threads: Int) throws -> any Classifier
}

/// Rows in the form that a learner trains on.
///
/// They never change. Trainings with different parameters may use them at the same time, each on a thread of its own.
package protocol PreparedRows: AnyObject, Sendable {
    /// The number of rows to train on.
    var rowCount: Int { get }

    /// Fits a model on the calling thread and on those that the parameters ask for.
    ///
    /// - Parameters:
    ///   - parameters: The learner's parameters, with the bin settings that the rows were prepared with.
    ///   - rounds: Maximum number of rounds: trees, or steps of an iterative solver.
    ///   - patience: The number of rounds without a lower loss on the validation rows after which fitting stops and
    ///     keeps the best round. If it is nil or 0, or there are no validation rows, all rounds run and the last one is
    ///     kept.
    ///   - eachRound: Called after each round. An error that it throws ends the training.
    func fit(
        _ parameters: ParameterList, rounds: Int, patience: Int?, eachRound: (BoostingRound) throws -> Void
    ) throws -> any Classifier
}

extension PreparedRows {
    package func fit(_ parameters: ParameterList, rounds: Int, patience: Int? = nil) throws -> any Classifier {
        try fit(parameters, rounds: rounds, patience: patience) { _ in }
    }
}

/// A fitted model of the probability of label 1. It is independent of its training rows, and any thread may use it.
package protocol Classifier: AnyObject, Sendable {
    var kind: LearnerName { get }
    /// The features, in the order in which the model takes them.
    var featureNames: [String] { get }
    /// The number of rounds that the model keeps: trees, or steps of an iterative solver.
    var rounds: Int { get }
    /// The history of the training, or nil for a model that was loaded.
    var history: TrainingHistory? { get }

    /// Returns the probability of label 1 for each row, in [0, 1].
    ///
    /// - Parameters:
    ///   - table: The rows, in any number of columns. NULL and NaN mean a missing value. A negative category code, or
    ///     one that was never trained on, counts as missing.
    ///   - features: The positions of the model's features, in the order of `featureNames`.
    /// - Throws: `BoostingError` if the columns' names are not those of the model's features, or a type is not numeric.
    func probabilities(of table: ArrowTable, features: [Int]) throws -> [Double]

    /// Returns the raw score of each row, in log-odds.
    func rawScores(of table: ArrowTable, features: [Int]) throws -> [Double]

    /// Returns the contribution of each feature to the raw score of each row, in log-odds.
    func contributions(of table: ArrowTable, features: [Int]) throws -> Contributions

    /// Returns how much each feature matters to the model as a whole, in the order of `featureNames`. Values are
    /// comparable only within a model. For trees, it is the reduction of training loss over all splits. For the
    /// logistic regression, it is the mean size of the feature's contribution to the score of a training row, in
    /// log-odds.
    func importance() throws -> [Double]

    /// Writes the model to a folder, under the learner's `fileName`, as a whole or not at all.
    ///
    /// - Throws: `BoostingError` if the file cannot be written.
    func save(to folder: String) throws
}
