internal import Foundation

/// A non-decreasing map from a model's raw score to the listed one, in log-odds.
///
/// A listed probability is `1 / (1 + exp(-logOdds(raw)))`. The map is fitted on scores of snapshots that the model had
/// not seen.
package enum Calibration: Codable, Equatable, Sendable {
    /// No change of the score.
    case none
    /// A shift: it keeps the model's ranking and spread, and changes the level.
    case intercept(Double)
    /// `slope * raw + intercept`. Platt, "Probabilistic outputs for support vector machines", 1999.
    case platt(slope: Double, intercept: Double)
    /// `a * ln(p) - b * ln(1 - p) + c` with a, b >= 0. Kull, Silva Filho, Flach, "Beta calibration", AISTATS 2017.
    case beta(a: Double, b: Double, c: Double)
    /// A line between points of raw and listed log-odds, both ascending. It is constant outside the points. Zadrozny,
    /// Elkan, "Transforming classifier scores into accurate multiclass probability estimates", KDD 2002.
    case isotonic(raw: [Double], listed: [Double])

    package enum Method: String, CaseIterable, Codable, Sendable {
        case none, intercept, platt, beta, isotonic
    }

    package var method: Method {
        switch self {
        case .none: .none
        case .intercept: .intercept
        case .platt: .platt
        case .beta: .beta
        case .isotonic: .isotonic
        }
    }

    /// Returns the listed log-odds of a raw score in log-odds.
    package func logOdds(_ raw: Double) -> Double {
        switch self {
        case .none: return raw
        case .intercept(let shift): return raw + shift
        case .platt(let slope, let intercept): return slope * raw + intercept
        case .beta(let a, let b, let c):
            // These are ln(p) and ln(1 - p) from the log-odds, without loss of precision if p is near 0 or 1.
            let logP = -log1p(exp(-abs(raw))) + min(raw, 0)
            let logQ = -log1p(exp(-abs(raw))) + min(-raw, 0)
            return a * logP - b * logQ + c
        case .isotonic(let points, let listed):
            guard let first = points.first, let last = points.last else { return raw }
            if raw <= first { return listed[0] }
            if raw >= last { return listed[listed.count - 1] }
            var (low, high) = (0, points.count - 1)
            while high - low > 1 {
                let middle = (low + high) / 2
                if points[middle] <= raw { low = middle } else { high = middle }
            }
            let share = (raw - points[low]) / (points[high] - points[low])
            return listed[low] + share * (listed[high] - listed[low])
        }
    }

    /// Returns the listed probability of a raw probability, both in [0, 1].
    package func probability(_ raw: Double) -> Double {
        if self == .none { return raw }
        let clipped = min(max(raw, 1e-15), 1 - 1e-15)
        return 1 / (1 + exp(-logOdds(log(clipped / (1 - clipped)))))
    }
}
