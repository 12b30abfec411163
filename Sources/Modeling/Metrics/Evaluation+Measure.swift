extension Evaluation {
    /// Measures scores against outcomes.
    ///
    /// - Parameters:
    ///   - labels: 1 (true) for a conversion.
    ///   - scores: Higher means more likely; never NaN.
    ///   - weights: The number of rows that each row stands for, or nil for one each.
    ///   - isProbability: Whether the scores are probabilities, so that Brier score and log loss are meaningful.
    package static func measure(
        labels: [Bool], scores: [Double], weights: [Double]? = nil, isProbability: Bool
    ) -> Evaluation {
        let ranked = RankedGroups(labels: labels, scores: scores, weights: weights)
        // The last cut is one percent, but at least one row.
        let cuts = [(10, "10"), (50, "50"), (100, "100"), (max(1, (ranked.rows / 100).rounded(.up)), "1%")]
        return Evaluation(
            rows: ranked.rows, positives: ranked.positives,
            baseRate: ranked.rows > 0 ? ranked.positives / ranked.rows : 0,
            rocAUC: ranked.rocAUC, averagePrecision: ranked.averagePrecision,
            brier: isProbability ? brierScore(labels: labels, probabilities: scores, weights: weights) : nil,
            logLoss: isProbability ? Modeling.logLoss(labels: labels, probabilities: scores, weights: weights) : nil,
            atK: cuts.compactMap { ranked.top($0, label: $1) })
    }
}
