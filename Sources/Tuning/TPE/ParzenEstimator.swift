internal import Base
internal import Foundation

/// A density over the whole search space: a weighted sum of kernels, one around each trial and a wide one as the prior.
///
/// A kernel is a product over the parameters. A point is drawn from one kernel in all its coordinates, which makes the
/// estimator multivariate (Falkner, Klein and Hutter, "BOHB", ICML 2018).
struct ParzenEstimator {
    private let columns: [any KernelColumn]
    private let logWeights: [Double]
    /// The cumulative weights of the kernels.
    private let cumulativeWeights: [Double]

    /// Makes an estimator.
    ///
    /// - Parameters:
    ///   - points: The trials' coordinates, oldest first.
    ///   - distributions: The domains, in the order of the coordinates.
    init(points: [[Double]], distributions: [Distribution]) {
        columns = distributions.enumerated().map { index, distribution in
            let observed = points.map { $0[index] }
            return if case .categorical(let choices) = distribution {
                CategoricalColumn(observed: observed, choices: choices.count)
            } else {
                NumericalColumn(observed: observed, domain: NumericalDomain(distribution)!)
            }
        }
        let weights = Self.weights(points.count) + [1]
        let total = weights.reduce(0, +)
        logWeights = weights.map { log($0 / total) }
        var sum = 0.0
        cumulativeWeights = weights.map {
            sum += $0 / total
            return sum
        }
    }

    /// Returns the weights of a number of trials, oldest first. The last 25 count fully, and the weight of earlier ones
    /// falls with age.
    ///
    /// Bergstra, Yamins and Cox, "Making a science of model search", ICML 2013.
    static func weights(_ count: Int) -> [Double] {
        let old = max(0, count - 25)
        let first = 1 / Double(max(1, count))
        let ramp = (0..<old).map { old == 1 ? first : first + (1 - first) * Double($0) / Double(old - 1) }
        return ramp + [Double](repeating: 1, count: count - old)
    }

    /// Draws points.
    func sample(_ count: Int, using generator: inout SeededGenerator) -> [[Double]] {
        (0..<count).map { _ in
            let share = generator.uniform()
            let kernel = cumulativeWeights.firstIndex { share < $0 } ?? cumulativeWeights.count - 1
            return columns.map { $0.sample(kernel: kernel, using: &generator) }
        }
    }

    /// Returns the log density at each of some points.
    func logDensities(at points: [[Double]]) -> [Double] {
        let kernels = logWeights.count
        var sums: [Double] = []
        sums.reserveCapacity(points.count * kernels)
        for _ in points { sums += logWeights }
        for (index, column) in columns.enumerated() {
            column.addLogDensities(at: points.map { $0[index] }, to: &sums)
        }
        return points.indices.map { Self.logSumExp(sums[$0 * kernels..<($0 + 1) * kernels]) }
    }

    /// Returns log Σ exp(x), without overflow. Terms that cannot change the last bit of the sum are left out.
    private static func logSumExp(_ terms: ArraySlice<Double>) -> Double {
        let largest = terms.max() ?? -.infinity
        guard largest.isFinite else { return largest }
        var sum = 0.0
        for term in terms where term - largest > -60 { sum += exp(term - largest) }
        return largest + log(sum)
    }
}
