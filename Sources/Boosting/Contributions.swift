/// The contribution of each feature to each row's raw score, in log-odds: a matrix, row by row.
package struct Contributions: Equatable, Sendable {
    /// For each row, the contributions of the features, then the expected score.
    package let values: [Double]
    package let featureCount: Int

    package init(values: [Double], featureCount: Int) {
        self.values = values
        self.featureCount = featureCount
    }

    package var rowCount: Int { values.count / (featureCount + 1) }

    /// The contributions to one row's score, in the order of the model's features.
    package subscript(row: Int) -> ArraySlice<Double> {
        let first = row * (featureCount + 1)
        return values[first..<first + featureCount]
    }

    /// The mean score of the training rows, from which the contributions start. It is the same for each row. XGBoost
    /// weighs the rows by p (1 - p) at the time of each split, as in its covers.
    package var expectedScore: Double { values.isEmpty ? 0 : values[featureCount] }
}
