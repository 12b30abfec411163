internal import Arrow
internal import Base
internal import Boosting
internal import Foundation

/// Adapts a user's learner to the learner protocol of the stages.
struct OwnLearner: Boosting.Learner {
    let learner: any Prospect.Learner
    let kind: LearnerName

    init(_ learner: any Prospect.Learner, kind: LearnerName) {
        self.learner = learner
        self.kind = kind
    }

    var fileName: String { "model.\(kind.rawValue)" }
    var version: String { learner.version }
    var wantsCompactFeatures: Bool { false }

    func monotoneConstraints(_ directions: [Int]) -> String? { nil }

    /// Returns a list whose only entry is the seed, which `OwnRows.fit` reads.
    func parameters(seed: Int, threads: Int) -> ParameterList { ParameterList(for: kind, seed: seed) }

    func prepare(
        _ training: TrainingRows, validation: TrainingRows?, parameters: ParameterList
    ) throws -> any PreparedRows {
        let table = training.table
        let labels = try table.doubles(training.label)
        return OwnRows(
            learner: self,
            rows: LabelledRows(
                features: try FeatureRows(table, features: training.features), labels: labels,
                weights: try training.weight.map { try table.doubles($0) } ?? labels.map { _ in 1 }))
    }

    func load(from folder: String, threads: Int) throws -> any Classifier {
        let data = try Data(contentsOf: URL(filePath: folder).appending(path: fileName))
        let stored = try JSONDecoder().decode(StoredModel.self, from: data)
        return OwnClassifier(
            try learner.decode(stored.model), stored: stored, kind: kind, fileName: fileName)
    }
}

extension FeatureRows {
    init(_ table: ArrowTable, features: [Int]) throws {
        let columns = table.columns
        self.init(
            names: features.map { columns[$0].name },
            columns: try features.map { try table.doubles($0) })
    }
}

private final class OwnRows: PreparedRows {
    let learner: OwnLearner
    let rows: LabelledRows

    init(learner: OwnLearner, rows: LabelledRows) {
        self.learner = learner
        self.rows = rows
    }

    var rowCount: Int { rows.labels.count }

    func fit(
        _ parameters: ParameterList, rounds: Int, patience: Int?, eachRound: (BoostingRound) throws -> Void
    ) throws -> any Classifier {
        let model = try learner.learner.fit(rows, seed: parameters.seed)
        try eachRound(BoostingRound(number: 1, trees: 1, validationLoss: nil))
        let features = rows.features
        let contributions = try checked(model.contributions(features), of: features, learner.kind)
        let importance = features.names.indices.map { feature in
            contributions.reduce(0) { $0 + abs($1[feature]) } / Double(max(1, contributions.count))
        }
        let stored = StoredModel(model: try model.encoded(), features: features.names, importance: importance)
        return OwnClassifier(model, stored: stored, kind: learner.kind, fileName: learner.fileName)
    }
}

/// The content of a model file: the learner's data, and what the stages ask of every model.
private struct StoredModel: Codable {
    let model: Data
    let features: [String]
    let importance: [Double]
}

private final class OwnClassifier: Classifier {
    let model: any FittedModel
    let stored: StoredModel
    let kind: LearnerName
    let fileName: String

    init(_ model: any FittedModel, stored: StoredModel, kind: LearnerName, fileName: String) {
        self.model = model
        self.stored = stored
        self.kind = kind
        self.fileName = fileName
    }

    var featureNames: [String] { stored.features }
    var rounds: Int { 1 }
    var history: TrainingHistory? { nil }

    func probabilities(of table: ArrowTable, features: [Int]) throws -> [Double] {
        try rawScores(of: table, features: features).map(probability(ofScore:))
    }

    func rawScores(of table: ArrowTable, features: [Int]) throws -> [Double] {
        try contributionRows(of: table, features: features).map { $0.reduce(0, +) }
    }

    func contributions(of table: ArrowTable, features: [Int]) throws -> Contributions {
        Contributions(
            values: Array(try contributionRows(of: table, features: features).joined()), featureCount: features.count)
    }

    private func contributionRows(of table: ArrowTable, features: [Int]) throws -> [[Double]] {
        let rows = try FeatureRows(table, features: features)
        guard rows.names == featureNames else {
            throw ProspectError(
                problem: "The rows do not have the features of the model by '\(kind.rawValue)'.", remedy: nil)
        }
        return try checked(model.contributions(rows), of: rows, kind)
    }

    func importance() throws -> [Double] { stored.importance }

    func save(to folder: String) throws {
        try JSONEncoder().encode(stored).write(
            to: URL(filePath: folder).appending(path: fileName), options: .atomic)
    }
}

/// Returns the contributions after checking that they match the rows.
///
/// - Throws: `ProspectError` if the number of rows or features differs, or a number is not finite.
private func checked(
    _ contributions: [[Double]], of rows: FeatureRows, _ kind: LearnerName
) throws(ProspectError) -> [[Double]] {
    let width = rows.names.count + 1
    guard contributions.count == rows.count,
        contributions.allSatisfy({ $0.count == width && $0.allSatisfy(\.isFinite) })
    else {
        throw ProspectError(
            problem: "The learner '\(kind.rawValue)' does not give \(width) finite contributions for each of "
                + "\(rows.count) rows.", remedy: nil)
    }
    return contributions
}
