package import Arrow

/// Logistic regression with an L2 penalty, the baseline that boosted trees have to beat. Missing numbers become medians
/// with a column that marks them, numbers are standardised, and each category has a column. All statistics are learned
/// from the training rows alone.
package struct LogisticLearner: Learner {
    package init() {}

    package var kind: LearnerName { .logistic }
    package var fileName: String { LogisticClassifier.fileName }
    package var version: String { LogisticModel.currentFormat }

    /// Returns the parameters. The seed has no effect, because nothing is random.
    package func parameters(seed: Int, threads: Int) -> ParameterList {
        ParameterList(for: .logistic, ["l2": "1.0", "threads": String(threads)])
    }

    package var wantsCompactFeatures: Bool { true }

    package func monotoneConstraints(_ directions: [Int]) -> String? { nil }

    package func prepare(
        _ training: TrainingRows, validation: TrainingRows?, parameters: ParameterList
    ) throws -> any PreparedRows {
        let rows = try LabelledRows(training, for: .logistic)
        let matrix = try LogisticMatrix(rows, categorical: training.categorical)
        guard let validation else { return LogisticRows(rows, training: matrix, validation: nil) }
        let held = try LabelledRows(validation, for: .logistic)
        try requireSameFeatures(held.names, as: rows.names)
        return LogisticRows(
            rows, training: matrix,
            validation: try LogisticMatrix(held, categorical: training.categorical, features: matrix.features))
    }

    package func load(from folder: String, threads: Int) throws -> any Classifier {
        LogisticClassifier(try .load(path: folder + "/" + fileName))
    }
}

private final class LogisticRows: PreparedRows {
    private let rows: LabelledRows
    private let training: LogisticMatrix
    private let validation: LogisticMatrix?

    init(_ rows: LabelledRows, training: LogisticMatrix, validation: LogisticMatrix?) {
        self.rows = rows
        self.training = training
        self.validation = validation
    }

    var rowCount: Int { training.rowCount }

    func fit(
        _ parameters: ParameterList, rounds: Int, patience: Int?, eachRound: (BoostingRound) throws -> Void
    ) throws -> any Classifier {
        let model = try LogisticModel.train(
            on: training, validatedBy: validation, parameters: parameters, rounds: rounds, patience: patience,
            eachRound: eachRound)
        return LogisticClassifier(try model.measured(on: rows))
    }
}

/// A logistic regression as a `Classifier`.
package final class LogisticClassifier: Classifier {
    static let fileName = "model.logistic.json"

    private let model: LogisticModel

    package init(_ model: LogisticModel) {
        self.model = model
    }

    package var kind: LearnerName { .logistic }
    package var featureNames: [String] { model.featureNames }
    package var rounds: Int { model.rounds }
    package var history: TrainingHistory? { model.history }

    package func probabilities(of table: ArrowTable, features: [Int]) throws -> [Double] {
        try rawScores(of: table, features: features).map(probability(ofScore:))
    }

    package func rawScores(of table: ArrowTable, features: [Int]) throws -> [Double] {
        try model.rawScores(of: table, features: features)
    }

    package func contributions(of table: ArrowTable, features: [Int]) throws -> Contributions {
        try model.contributions(of: table, features: features)
    }

    package func importance() -> [Double] { model.features.map(\.importance) }

    package func save(to folder: String) throws { try model.save(path: folder + "/" + Self.fileName) }
}
