internal import Foundation
internal import ProspectCore

/// Raw scores in log-odds with what happened.
struct ScoredRows: Sendable {
    var logOdds: [Double] = []
    var labels: [Bool] = []
    /// How many rows each stands for; nil: one each.
    var weights: [Double]?

    init(logOdds: [Double] = [], labels: [Bool] = [], weights: [Double]? = nil) {
        precondition(logOdds.count == labels.count, "As many labels as scores are needed.")
        precondition(weights.map { $0.count == labels.count } ?? true, "As many weights as scores are needed.")
        self.logOdds = logOdds
        self.labels = labels
        self.weights = weights
    }

    func weight(_ row: Int) -> Double { weights?[row] ?? 1 }

    /// The weight of the rows that converted, and of the others.
    var balance: (positives: Double, negatives: Double) {
        labels.indices.reduce(into: (0, 0)) { sums, row in
            if labels[row] { sums.positives += weight(row) } else { sums.negatives += weight(row) }
        }
    }
}

extension Calibration {
    /// ln(p) and ln(1 - p) of log-odds, without a loss where p is near 0 or 1.
    static func logarithms(_ logOdds: Double) -> (p: Double, q: Double) {
        let common = -log1p(exp(-abs(logOdds)))
        return (common + min(logOdds, 0), common + min(-logOdds, 0))
    }

    /// The log-odds of a probability, which is taken to lie in [1e-15, 1 - 1e-15].
    static func logOdds(of probability: Double) -> Double {
        let inside = min(max(probability, 1e-15), 1 - 1e-15)
        return log(inside) - log1p(-inside)
    }
}

/// 1 / (1 + exp(-x)).
func logistic(_ logOdds: Double) -> Double { 1 / (1 + exp(-logOdds)) }
