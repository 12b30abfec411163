internal import Foundation

/// The interval of a rate.
package enum RateInterval {
    /// Returns Jeffreys' 90% interval: the 5% and 95% quantiles of Beta(x + 1/2, n - x + 1/2). The lower bound is 0 if
    /// nothing was found, the upper bound 1 if everything was. Brown, Cai, DasGupta, "Interval estimation for a
    /// binomial proportion", Statistical Science 16, 2001.
    ///
    /// - Parameters:
    ///   - found: The number of rows that converted, not necessarily a whole number.
    ///   - rows: The number of all rows.
    package static func jeffreys(found: Double, rows: Double) -> (low: Double, high: Double) {
        guard rows > 0 else { return (0, 1) }
        let (a, b) = (found + 0.5, rows - found + 0.5)
        return (
            found <= 0 ? 0 : BetaDistribution.quantile(0.05, a: a, b: b),
            found >= rows ? 1 : BetaDistribution.quantile(0.95, a: a, b: b)
        )
    }

    /// Returns the interval for rows in clusters: it uses the number of independent rows that would carry the same
    /// information. Korn, Graubard, "Confidence intervals for proportions with small expected number of positive counts
    /// estimated from survey data", Survey Methodology 24, 1998.
    ///
    /// - Parameter clusters: The rows of each cluster, and how many of them converted.
    package static func clustered(_ clusters: [(rows: Double, found: Double)]) -> (low: Double, high: Double) {
        clustered(clusters.reduce(into: ClusterSums()) { $0.add(rows: $1.rows, found: $1.found) })
    }

    /// Returns the interval for rows in clusters from sums over the clusters.
    package static func clustered(_ sums: ClusterSums) -> (low: Double, high: Double) {
        let rate = sums.found / sums.rows
        let independent = sums.rows * rate * (1 - rate)
        guard sums.clusters > 1, independent > 0 else { return jeffreys(found: sums.found, rows: sums.rows) }
        // The sum of (found - rate * rows)² over the clusters.
        let squares = sums.foundSquared - 2 * rate * sums.foundTimesRows + rate * rate * sums.rowsSquared
        // Clustered rows are never worth more than independent ones.
        let effect = max(1, squares * sums.clusters / (sums.clusters - 1) / independent)
        return jeffreys(found: sums.found / effect, rows: sums.rows / effect)
    }
}

/// The beta distribution.
package enum BetaDistribution {
    package static func quantile(_ share: Double, a: Double, b: Double) -> Double {
        var (low, high) = (0.0, 1.0)
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if cumulative(middle, a: a, b: b) < share { low = middle } else { high = middle }
            if high - low <= 1e-15 * high { break }
        }
        return (low + high) / 2
    }

    /// Returns the regularised incomplete beta function, by Lentz's continued fraction. Press et al., "Numerical
    /// Recipes", 6.4.
    package static func cumulative(_ x: Double, a: Double, b: Double) -> Double {
        guard x > 0 else { return 0 }
        guard x < 1 else { return 1 }
        let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
        return x < (a + 1) / (a + b + 2)
            ? front * fraction(x, a: a, b: b) / a : 1 - front * fraction(1 - x, a: b, b: a) / b
    }

    private static func fraction(_ x: Double, a: Double, b: Double) -> Double {
        func away(_ value: Double) -> Double { abs(value) < 1e-300 ? 1e-300 : value }
        var c = 1.0
        var d = 1 / away(1 - (a + b) * x / (a + 1))
        var result = d
        for step in 1...10_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / away(1 + even * d)
            c = away(1 + even / c)
            result *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / away(1 + odd * d)
            c = away(1 + odd / c)
            result *= d * c
            if abs(d * c - 1) < 1e-16 { break }
        }
        return result
    }
}
