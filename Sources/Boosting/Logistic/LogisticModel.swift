package import Arrow
internal import Foundation

/// A logistic regression with an L2 penalty, and everything it has learned about its features. Its file is JSON.
package struct LogisticModel: Codable, Equatable, Sendable {
    /// The format of the file.
    static let currentFormat = "prospect-logistic-1"

    let format: String
    let intercept: Double
    let features: [LogisticFeature]
    /// The number of steps of the solver.
    let rounds: Int
    /// The history of the training, or nil for a model that was loaded.
    package var history: TrainingHistory?

    private enum CodingKeys: CodingKey { case format, intercept, features, rounds }

    init(intercept: Double, features: [LogisticFeature], rounds: Int, history: TrainingHistory?) {
        format = Self.currentFormat
        self.intercept = intercept
        self.features = features
        self.rounds = rounds
        self.history = history
    }

    package var featureNames: [String] { features.map(\.name) }

    /// Returns the raw score of each row, in log-odds: the intercept plus the terms of the features.
    ///
    /// - Parameters:
    ///   - table: The rows, in any number of columns. NULL, NaN and infinite values count as missing.
    ///   - columns: The positions of the model's features, in the order of `featureNames`.
    /// - Throws: `BoostingError` if the columns' names are not those of the model's features, or a type is not numeric.
    package func rawScores(of table: ArrowTable, features columns: [Int]) throws -> [Double] {
        try requireFeatures(table, columns: columns, named: featureNames, for: .logistic)
        var scores = [Double](repeating: intercept, count: table.rowCount)
        for (feature, column) in zip(features, columns) {
            for (row, value) in try table.doubles(column).enumerated() { scores[row] += feature.term(value) }
        }
        return scores
    }

    /// Returns each feature's contribution to the raw score of each row, less its mean over the training rows, in
    /// log-odds.
    ///
    /// The contributions are SHAP values of a linear model with independent features: Lundberg, Lee, "A unified
    /// approach to interpreting model predictions", NIPS 2017, corollary 1.
    package func contributions(of table: ArrowTable, features columns: [Int]) throws -> Contributions {
        try requireFeatures(table, columns: columns, named: featureNames, for: .logistic)
        let width = features.count + 1
        let expected = features.map(\.expectedTerm)
        let expectedScore = expected.reduce(intercept, +)
        var values = [Double](repeating: expectedScore, count: table.rowCount * width)
        for (index, column) in columns.enumerated() {
            for (row, value) in try table.doubles(column).enumerated() {
                values[row * width + index] = features[index].term(value) - expected[index]
            }
        }
        return Contributions(values: values, featureCount: features.count)
    }

    /// Writes the model as JSON, as a whole or not at all.
    ///
    /// - Throws: `BoostingError` if the file cannot be written.
    package func save(path: String) throws(BoostingError) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        do {
            try encoder.encode(self).write(to: URL(filePath: path), options: .atomic)
        } catch {
            throw .cannotSave(path: path, reason: error.localizedDescription)
        }
    }

    /// Reads a model file.
    ///
    /// - Throws: `BoostingError` if there is no such file, or if it is not a whole model.
    package static func load(path: String) throws(BoostingError) -> LogisticModel {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw .cannotLoad(path: path, reason: "the file does not exist or cannot be read")
        }
        guard let model = try? JSONDecoder().decode(LogisticModel.self, from: data), model.format == currentFormat
        else { throw .cannotLoad(path: path, reason: "it is not a whole logistic regression") }
        return model
    }
}
