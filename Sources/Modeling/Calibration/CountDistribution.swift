internal import Foundation

/// The distribution of the number of conversions, from its mean and variance.
///
/// The number of conversions among independent rows with probabilities p is Poisson-binomial: mean `sum p`, variance
/// `sum p (1 - p)`. If the common level of the probabilities is uncertain too, the variance is larger. The distribution
/// is the one of the class (a, b, 0) with these two moments: the binomial if the variance is below the mean, Poisson's
/// if they are equal, the negative binomial if the variance is above the mean. Panjer, "Recursive evaluation of a
/// family of compound distributions", ASTIN Bulletin 12, 1981; Hong, "On computing the distribution function for the
/// Poisson binomial distribution", Computational Statistics and Data Analysis 59, 2013.
struct CountDistribution {
    /// The first number with any weight, and the probabilities from there on.
    private let first: Int
    private let probabilities: [Double]

    /// Makes the distribution with two moments.
    ///
    /// - Parameters:
    ///   - mean: At least 0.
    ///   - variance: Above 0 if the mean is.
    init(mean: Double, variance: Double) {
        guard mean > 0, variance > 0 else {
            (first, probabilities) = (0, [1])
            return
        }
        // P(k + 1) / P(k) = a + b / (k + 1)
        let a = 1 - mean / variance
        let b = mean * mean / variance - a
        func ratio(_ count: Int) -> Double { a + b / Double(count + 1) }
        let middle = Int(mean)
        var above: [Double] = []
        var weight = 1.0
        var count = middle
        while true {
            weight *= ratio(count)
            guard weight > 1e-17, weight.isFinite else { break }
            above.append(weight)
            count += 1
        }
        var below: [Double] = []
        weight = 1
        count = middle
        while count > 0 {
            weight /= ratio(count - 1)
            guard weight > 1e-17, weight.isFinite else { break }
            below.append(weight)
            count -= 1
        }
        let all = below.reversed() + [1] + above
        let total = all.reduce(0, +)
        first = middle - below.count
        probabilities = all.map { $0 / total }
    }

    /// Makes the distribution of the number of conversions among independent rows.
    init(_ probabilities: [Double]) {
        self.init(
            mean: probabilities.reduce(0, +), variance: probabilities.reduce(0) { $0 + $1 * (1 - $1) })
    }

    /// Returns the smallest number that is not exceeded with a probability of at least `share`.
    func quantile(_ share: Double) -> Int {
        var sum = 0.0
        for (place, probability) in probabilities.enumerated() {
            sum += probability
            if sum >= share { return first + place }
        }
        return first + probabilities.count - 1
    }

    /// The interval that contains the number with a probability of at least 90%, with at most 5% on either side.
    var interval90: ClosedRange<Int> { quantile(0.05)...quantile(0.95) }
}
