internal import Foundation

/// Returns the mean squared difference between probability and label.
///
/// This is scikit-learn's `brier_score_loss`; G. W. Brier, "Verification of forecasts expressed in terms of
/// probability", 1950.
///
/// - Parameters:
///   - labels: 1 (true) for a conversion.
///   - probabilities: Values in [0, 1].
///   - weights: The number of rows that each row stands for, or nil for one each.
/// - Returns: A number in [0, 1], or nil if the rows weigh nothing.
package func brierScore(labels: [Bool], probabilities: [Double], weights: [Double]? = nil) -> Double? {
    weightedMean(labels: labels, probabilities: probabilities, weights: weights) { label, probability in
        let error = label ? 1 - probability : probability
        return error * error
    }
}

/// Returns the mean negative log likelihood of the labels, in nats.
///
/// This is scikit-learn's `log_loss`: probabilities are clipped to [eps, 1 - eps], eps = 2^-52.
///
/// - Returns: A number of at least 0, or nil if the rows weigh nothing.
package func logLoss(labels: [Bool], probabilities: [Double], weights: [Double]? = nil) -> Double? {
    let eps = Double.ulpOfOne
    return weightedMean(labels: labels, probabilities: probabilities, weights: weights) { label, probability in
        let clipped = min(max(probability, eps), 1 - eps)
        return -log(label ? clipped : 1 - clipped)
    }
}

private func weightedMean(
    labels: [Bool], probabilities: [Double], weights: [Double]?, _ loss: (Bool, Double) -> Double
) -> Double? {
    precondition(labels.count == probabilities.count, "As many labels as probabilities are needed.")
    precondition(weights.map { $0.count == labels.count } ?? true, "As many weights as labels are needed.")
    var sum = CompensatedSum()
    var total = CompensatedSum()
    for row in labels.indices {
        let probability = probabilities[row]
        precondition((0...1).contains(probability), "A probability lies outside [0, 1].")
        let weight = weights?[row] ?? 1
        sum.add(weight * loss(labels[row], probability))
        total.add(weight)
    }
    return total.value > 0 ? sum.value / total.value : nil
}
