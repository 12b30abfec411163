internal import Foundation

/// A normal distribution with mean 0 and deviation 1, cut off below `lower` and above `upper`.
struct TruncatedNormal {
    let lower: Double
    let upper: Double
    /// The logarithm of the probability that the full distribution has between the two bounds.
    let logMass: Double

    init(lower: Double, upper: Double) {
        self.lower = lower
        self.upper = upper
        // If both ends are this far out, less than half a unit in the last place is cut off.
        logMass = lower < -8.3 && upper > 8.3 ? 0 : NormalDistribution.logMass(lower, upper)
    }

    func logDensity(_ x: Double) -> Double {
        x < lower || x > upper ? -.infinity : NormalDistribution.logDensity(x) - logMass
    }

    /// Returns the point below which a share of the distribution lies.
    ///
    /// - Parameter share: A number in 0...1.
    func quantile(_ share: Double) -> Double {
        if share <= 0 { return lower }
        if share >= 1 { return upper }
        let point: Double
        if lower < 0 {
            let below = NormalDistribution.logCDF(lower)
            point = NormalDistribution.inverseLogCDF(min(0, NormalDistribution.logAddExp(below, log(share) + logMass)))
        } else {
            let above = NormalDistribution.logCDF(-upper)
            point = -NormalDistribution.inverseLogCDF(
                min(0, NormalDistribution.logAddExp(above, log1p(-share) + logMass)))
        }
        return min(max(point, lower), upper)
    }
}
