/// How well scores separate converted rows from the others, over one period.
///
/// A weighted row counts as that many rows.
package struct Evaluation: Codable, Equatable, Sendable {
    /// The number of rows, or the sum of their weights.
    package var rows: Double
    /// The number of rows with label 1, or the sum of their weights.
    package var positives: Double
    /// `positives / rows`, or 0 without rows.
    package var baseRate: Double
    /// Area under the ROC curve, in [0, 1]. nil if a class is missing.
    package var rocAUC: Double?
    /// Average precision, in [0, 1]. nil without positives.
    package var averagePrecision: Double?
    /// Mean squared error of the probabilities, in [0, 1]. nil for scores that are not probabilities.
    package var brier: Double?
    /// Mean negative log likelihood in nats. nil for scores that are not probabilities.
    package var logLoss: Double?
    /// The top of the ranking, at several cuts.
    package var atK: [TopOfRanking]
}

/// The results of the first rows of a ranking, in expectation over the order of equal scores.
package struct TopOfRanking: Codable, Equatable, Sendable {
    /// The number of rows looked at, which is at most the number of all rows.
    package var k: Double
    /// The requested cut: `10` or `1%`.
    package var label: String
    /// The share of positives among those rows, in [0, 1].
    package var precision: Double
    /// The share of all positives that are among those rows, in [0, 1]. nil without positives.
    package var recall: Double?
    /// `precision` over the base rate. nil without positives.
    package var lift: Double?
}

extension Evaluation {
    /// Returns the top of the ranking at a cut, `10` or `1%`.
    package func at(_ label: String) -> TopOfRanking? { atK.first { $0.label == label } }
}
