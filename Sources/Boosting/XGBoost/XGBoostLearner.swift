package import Arrow

/// XGBoost: gradient boosting of trees over histograms, with native splits of categories.
///
/// Chen, Guestrin, "XGBoost: a scalable tree boosting system", KDD 2016.
package struct XGBoostLearner: Learner {
    package init() {}

    package var kind: LearnerName { .xgboost }
    package var fileName: String { XGBoostClassifier.fileName }
    package var version: String { XGBoostBooster.version }

    /// Returns the parameters. With `seed_per_iteration`, each round is seeded anew. Otherwise what it draws would
    /// depend on what else the thread has drawn, because XGBoost's generator belongs to the thread.
    package func parameters(seed: Int, threads: Int) -> ParameterList {
        ParameterList(
            for: .xgboost,
            [
                "objective": "binary:logistic", "booster": "gbtree", "tree_method": "hist",
                "disable_default_eval_metric": "1", "seed": String(seed), "seed_per_iteration": "true",
                "nthread": String(threads), "verbosity": "1",
            ])
    }

    package var wantsCompactFeatures: Bool { false }

    package func monotoneConstraints(_ directions: [Int]) -> String? {
        "(\(directions.map(String.init).joined(separator: ",")))"
    }

    package func prepare(
        _ training: TrainingRows, validation: TrainingRows?, parameters: ParameterList
    ) throws -> any PreparedRows {
        let matrix = try XGBoostMatrix.training(on: training, parameters: parameters)
        guard let validation else { return XGBoostRows(training: matrix) }
        let held = try matrix.validation(on: validation, threads: parameters.threads)
        return XGBoostJudgedRows(training: matrix, validation: held)
    }

    package func load(from folder: String, threads: Int) throws -> any Classifier {
        XGBoostClassifier(try .load(path: folder + "/" + fileName, threads: threads))
    }
}

// A matrix is only read after it is made, so trainings may share it.
private final class XGBoostRows: PreparedRows, @unchecked Sendable {
    private let training: XGBoostMatrix

    init(training: consuming XGBoostMatrix) {
        self.training = training
    }

    var rowCount: Int { training.rowCount }

    func fit(
        _ parameters: ParameterList, rounds: Int, patience: Int?, eachRound: (BoostingRound) throws -> Void
    ) throws -> any Classifier {
        XGBoostClassifier(try .train(on: training, parameters: parameters, rounds: rounds, eachRound: eachRound))
    }
}

private final class XGBoostJudgedRows: PreparedRows, @unchecked Sendable {
    private let training: XGBoostMatrix
    private let validation: XGBoostMatrix

    init(training: consuming XGBoostMatrix, validation: consuming XGBoostMatrix) {
        self.training = training
        self.validation = validation
    }

    var rowCount: Int { training.rowCount }

    func fit(
        _ parameters: ParameterList, rounds: Int, patience: Int?, eachRound: (BoostingRound) throws -> Void
    ) throws -> any Classifier {
        XGBoostClassifier(
            try .train(
                on: training, validatedBy: validation, parameters: parameters, rounds: rounds, patience: patience,
                eachRound: eachRound))
    }
}

/// An XGBoost model that can be shared. Any number of threads may predict with its trees at once.
package final class XGBoostClassifier: Classifier, @unchecked Sendable {
    static let fileName = "model.ubj"

    private let booster: XGBoostBooster

    package init(_ booster: consuming XGBoostBooster) {
        self.booster = booster
    }

    package var kind: LearnerName { .xgboost }
    package var featureNames: [String] { booster.featureNames }
    package var rounds: Int { booster.treeCount }
    package var history: TrainingHistory? { booster.history }

    package func probabilities(of table: ArrowTable, features: [Int]) throws -> [Double] {
        try booster.probabilities(of: table, features: features)
    }

    package func rawScores(of table: ArrowTable, features: [Int]) throws -> [Double] {
        try booster.rawScores(of: table, features: features)
    }

    package func contributions(of table: ArrowTable, features: [Int]) throws -> Contributions {
        try booster.contributions(of: table, features: features)
    }

    package func importance() throws -> [Double] { try booster.importance() }

    package func save(to folder: String) throws { try booster.save(path: folder + "/" + Self.fileName) }
}
