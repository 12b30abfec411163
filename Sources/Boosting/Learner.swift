package import Arrow

/// A method that fits a classifier to rows with a label of 0 or 1.
package protocol Learner: Sendable {
    var kind: LearnerName { get }

    /// The file, in a model's folder, that `Classifier.save(to:)` writes and `load(from:threads:)` reads.
    var fileName: String { get }

    /// Asks for the compact set of features, which leaves out sums and near copies of others.
    var wantsCompactFeatures: Bool { get }

    /// The value of the parameter `monotone_constraints`; nil where the method has none.
    ///
    /// - Parameter directions: For each feature 1, -1 or 0; see `TrainedModel.Feature.direction`.
    func monotoneConstraints(_ directions: [Int]) -> String?

    /// The version of the method's library, or of its own file format where it has none.
    var version: String { get }

    /// What makes two trainings on the same rows, with the same seed, give the same bytes.
    ///
    /// - Parameter threads: The number of threads, 1 or more. LightGBM and the logistic regression give the same
    ///   bytes with any number; XGBoost sums in the order of its threads and gives other last bits with another number.
    func parameters(seed: Int, threads: Int) -> ParameterList

    /// Brings rows into the form that the method trains on, once for any number of trainings.
    ///
    /// - Parameters:
    ///   - training: The rows to fit to. All that is learned from rows, bins and medians too, is learned from these.
    ///   - validation: Rows to judge each round on, with the same features.
    ///   - parameters: The learner's parameters; those of the bins count here, the others when a model is fitted.
    /// - Throws: `BoostingError` for types, values or names that the method does not take, `ArrowError` for a label or a
    ///   weight that is not a number.
    func prepare(
        _ training: TrainingRows, validation: TrainingRows?, parameters: ParameterList
    ) throws -> any PreparedRows

    /// Reads a model that `Classifier.save(to:)` has written into a folder.
    ///
    /// - Throws: `BoostingError` when there is no such file, or when it is not a whole model.
    func load(from folder: String, threads: Int) throws -> any Classifier
}

/// Rows in the form that a learner trains on.
///
/// Nothing changes them once they are made: trainings with different parameters may use them at the same time, each on
/// a thread of its own.
package protocol PreparedRows: AnyObject, Sendable {
    /// The number of rows to train on.
    var rowCount: Int { get }

    /// Fits a model, on the calling thread and on those that the parameters ask for.
    ///
    /// - Parameters:
    ///   - parameters: The learner's parameters, with those settings of bins that the rows were prepared with.
    ///   - rounds: At most so many rounds: trees, or steps of an iterative solver.
    ///   - patience: Stop after so many rounds without a lower loss on the validation rows, and keep the best round;
    ///     nil or 0, or without validation rows: go through, and keep the last.
    ///   - eachRound: Called after each round; the training ends with the error that it throws.
    func fit(
        _ parameters: ParameterList, rounds: Int, patience: Int?, eachRound: (BoostingRound) throws -> Void
    ) throws -> any Classifier
}

extension PreparedRows {
    package func fit(_ parameters: ParameterList, rounds: Int, patience: Int? = nil) throws -> any Classifier {
        try fit(parameters, rounds: rounds, patience: patience) { _ in }
    }
}

/// A fitted model of the probability of label 1. It has no tie to its training rows, and any thread may ask it.
package protocol Classifier: AnyObject, Sendable {
    var kind: LearnerName { get }
    /// The features in the order in which the model takes them.
    var featureNames: [String] { get }
    /// The rounds that the model keeps: trees, or steps of an iterative solver.
    var rounds: Int { get }
    /// How the training went; nil for a model that was loaded.
    var history: TrainingHistory? { get }

    /// The probability of label 1 for each row, in [0, 1].
    ///
    /// - Parameters:
    ///   - table: The rows, in any number of columns. NULL and NaN mean a missing value. A category's code that is
    ///     negative or was never trained on counts as missing.
    ///   - features: The positions of the model's features, in the order of `featureNames`.
    /// - Throws: `BoostingError` when the columns' names are not those of the model's features, or a type is not one
    ///   of numbers.
    func probabilities(of table: ArrowTable, features: [Int]) throws -> [Double]

    /// The raw score of each row, in log odds.
    func rawScores(of table: ArrowTable, features: [Int]) throws -> [Double]

    /// What each feature adds to the raw score of each row, in log odds.
    func contributions(of table: ArrowTable, features: [Int]) throws -> Contributions

    /// How much each feature matters to the model as a whole, in the order of `featureNames`; comparable within a model
    /// only. Trees: the reduction of training loss over all splits. Logistic regression: the mean size of the
    /// feature's contribution to the score of a training row, in log odds.
    func importance() throws -> [Double]

    /// Writes the model into a folder, under the learner's `fileName`: as a whole, or not at all.
    ///
    /// - Throws: `BoostingError` when the file cannot be written.
    func save(to folder: String) throws
}
