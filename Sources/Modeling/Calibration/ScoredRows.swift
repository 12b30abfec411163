internal import Boosting
internal import Foundation

/// Raw scores in log-odds, with outcomes.
struct ScoredRows: Sendable {
    var logOdds: [Double] = []
    var labels: [Bool] = []
    /// The number of rows that each row stands for, or nil for one each.
    var weights: [Double]?

    init(logOdds: [Double] = [], labels: [Bool] = [], weights: [Double]? = nil) {
        precondition(logOdds.count == labels.count, "As many labels as scores are needed.")
        precondition(weights.map { $0.count == labels.count } ?? true, "As many weights as scores are needed.")
        self.logOdds = logOdds
        self.labels = labels
        self.weights = weights
    }

    /// Joins the rows one after the other. Neighbours with the same score and label become one row whose weight is
    /// their number.
    init(joining parts: [ScoredRows]) {
        var (logOdds, labels, weights): ([Double], [Bool], [Double]) = ([], [], [])
        for part in parts {
            var start = 0
            while start < part.logOdds.count {
                let score = part.logOdds[start]
                var (positives, negatives) = (0.0, 0.0)
                while start < part.logOdds.count, part.logOdds[start] == score {
                    if part.labels[start] { positives += part.weight(start) } else { negatives += part.weight(start) }
                    start += 1
                }
                for (label, weight) in [(true, positives), (false, negatives)] where weight > 0 {
                    logOdds.append(score)
                    labels.append(label)
                    weights.append(weight)
                }
            }
        }
        self.init(logOdds: logOdds, labels: labels, weights: weights)
    }

    func weight(_ row: Int) -> Double { weights?[row] ?? 1 }

    /// The weights of the rows that converted and of the others.
    var balance: (positives: Double, negatives: Double) {
        labels.indices.reduce(into: (0, 0)) { sums, row in
            if labels[row] { sums.positives += weight(row) } else { sums.negatives += weight(row) }
        }
    }
}

extension Calibration {
    /// Returns ln(p) and ln(1 - p) for log-odds, without loss of precision if p is near 0 or 1.
    static func logarithms(_ logOdds: Double) -> (p: Double, q: Double) {
        let common = -log1p(exp(-abs(logOdds)))
        return (common + min(logOdds, 0), common + min(-logOdds, 0))
    }

    /// Returns the log-odds of a probability, which is clamped to [1e-15, 1 - 1e-15].
    static func logOdds(of probability: Double) -> Double {
        let inside = min(max(probability, 1e-15), 1 - 1e-15)
        return log(inside) - log1p(-inside)
    }
}

/// Returns 1 / (1 + exp(-x)).
func logistic(_ logOdds: Double) -> Double { 1 / (1 + exp(-logOdds)) }
