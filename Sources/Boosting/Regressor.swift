package import Arrow

/// A method that fits the expected value of a number.
package protocol RegressionLearner: Sendable {
    /// Returns the parameters that make two trainings on the same rows with the same seed give the same bytes.
    func parameters(seed: Int, threads: Int) -> ParameterList

    /// Fits a model on the calling thread and on those that the parameters ask for.
    ///
    /// - Parameters:
    ///   - rows: The rows. Their label is a number.
    ///   - rounds: Maximum number of rounds.
    ///   - eachRound: Called after each round. An error that it throws ends the training.
    /// - Throws: `BoostingError` for types, values or names that the method does not accept.
    func fit(
        _ rows: TrainingRows, parameters: ParameterList, rounds: Int, eachRound: (BoostingRound) throws -> Void
    ) throws -> any Regressor

    /// Reads a model that `Regressor.save(to:)` has written.
    ///
    /// - Throws: `BoostingError` if there is no such file, or if it is not a whole model.
    func load(path: String, threads: Int) throws -> any Regressor
}

/// A fitted model of a number. It is independent of its training rows, and any thread may use it.
package protocol Regressor: AnyObject, Sendable {
    /// The features, in the order in which the model takes them.
    var featureNames: [String] { get }

    /// Returns the expected value for each row.
    ///
    /// - Parameters:
    ///   - table: The rows, in any number of columns. NULL and NaN mean a missing value.
    ///   - features: The positions of the model's features, in the order of `featureNames`.
    /// - Throws: `BoostingError` if the columns' names are not those of the model's features.
    func values(of table: ArrowTable, features: [Int]) throws -> [Double]

    /// Writes the model, as a whole or not at all.
    ///
    /// - Throws: `BoostingError` if the file cannot be written.
    func save(path: String) throws
}
