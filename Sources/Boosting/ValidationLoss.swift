internal import Foundation

/// The weighted mean negative log likelihood of labelled rows, in nats.
struct ValidationLoss {
    let labels: [Float]
    let weights: [Float]?

    /// Returns the loss.
    ///
    /// - Parameter probabilities: One for each row, clipped to [1e-15, 1 - 1e-15] as in LightGBM's `binary_logloss`.
    func loss(of probabilities: [Double]) -> Double {
        var sum = 0.0
        var total = 0.0
        for (row, probability) in probabilities.enumerated() {
            let weight = weights.map { Double($0[row]) } ?? 1
            let likelihood = labels[row] > 0 ? probability : 1 - probability
            sum -= weight * log(max(likelihood, 1e-15))
            total += weight
        }
        return sum / total
    }
}
