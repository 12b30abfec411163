package import Arrow

/// LightGBM: gradient boosting of trees that grow leaf by leaf.
///
/// Ke et al., "LightGBM: a highly efficient gradient boosting decision tree", NIPS 2017.
package struct LightGBMLearner: Learner {
    package init() {}

    package var kind: LearnerName { .lightgbm }
    package var fileName: String { LightGBMClassifier.fileName }
    package var version: String { LightGBMBooster.pinnedVersion }

    package func parameters(seed: Int, threads: Int) -> ParameterList { .deterministic(seed: seed, threads: threads) }

    package var wantsCompactFeatures: Bool { false }

    package func monotoneConstraints(_ directions: [Int]) -> String? {
        directions.map(String.init).joined(separator: ",")
    }

    package func prepare(
        _ training: TrainingRows, validation: TrainingRows?, parameters: ParameterList
    ) throws -> any PreparedRows {
        let dataset = try binned(training, parameters: parameters)
        guard let validation else { return LightGBMRows(training: dataset) }
        let held = try dataset.validation(on: validation)
        return LightGBMJudgedRows(training: dataset, validation: held)
    }

    private func binned(_ rows: TrainingRows, parameters: ParameterList) throws -> LightGBMDataset {
        var parameters = parameters
        // Otherwise features that the first training's smallest leaf rules out would be lost to all others.
        try parameters.set("feature_pre_filter", false)
        return try LightGBMDataset.training(on: rows, parameters: parameters)
    }

    package func load(from folder: String, threads: Int) throws -> any Classifier {
        LightGBMClassifier(try .load(path: folder + "/" + fileName, threads: threads))
    }
}

// A dataset is only read after it is made, so trainings may share it.
private final class LightGBMRows: PreparedRows, @unchecked Sendable {
    private let training: LightGBMDataset

    init(training: consuming LightGBMDataset) {
        self.training = training
    }

    var rowCount: Int { training.rowCount }

    func fit(
        _ parameters: ParameterList, rounds: Int, patience: Int?, eachRound: (BoostingRound) throws -> Void
    ) throws -> any Classifier {
        LightGBMClassifier(try .train(on: training, parameters: parameters, rounds: rounds, eachRound: eachRound))
    }
}

private final class LightGBMJudgedRows: PreparedRows, @unchecked Sendable {
    private let training: LightGBMDataset
    private let validation: LightGBMDataset

    init(training: consuming LightGBMDataset, validation: consuming LightGBMDataset) {
        self.training = training
        self.validation = validation
    }

    var rowCount: Int { training.rowCount }

    func fit(
        _ parameters: ParameterList, rounds: Int, patience: Int?, eachRound: (BoostingRound) throws -> Void
    ) throws -> any Classifier {
        LightGBMClassifier(
            try .train(
                on: training, validatedBy: validation, parameters: parameters, rounds: rounds, patience: patience,
                eachRound: eachRound))
    }
}

/// A LightGBM model that can be shared. Any number of threads may predict with it at once.
package final class LightGBMClassifier: Classifier, @unchecked Sendable {
    static let fileName = "model.txt"

    private let booster: LightGBMBooster

    package init(_ booster: consuming LightGBMBooster) {
        self.booster = booster
    }

    package var kind: LearnerName { .lightgbm }
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

    package func importance() throws -> [Double] { try booster.importance(.gain) }

    package func save(to folder: String) throws { try booster.save(path: folder + "/" + Self.fileName) }
}
