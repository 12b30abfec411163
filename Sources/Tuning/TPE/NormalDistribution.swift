internal import Foundation

/// The standard normal distribution in logarithms, accurate to the last few bits far out in the tails.
///
/// The right tail is computed as the mirrored left one, because the `log` of a probability near 1 would lose all
/// digits.
enum NormalDistribution {
    /// log √(2π).
    static let logNormalizer = 0.5 * log(2 * Double.pi)

    static func cdf(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

    static func logDensity(_ x: Double) -> Double { -0.5 * x * x - logNormalizer }

    /// Returns log Φ(x).
    static func logCDF(_ x: Double) -> Double {
        if x > 0 { return log1p(-cdf(-x)) }
        if x > -20 { return log(cdf(x)) }
        if x == -.infinity { return x }
        // Abramowitz and Stegun, 26.2.12: Φ(x) ~ φ(x)/|x| · (1 - 1/x² + 1·3/x⁴ - 1·3·5/x⁶ + …).
        let inverseSquare = 1 / (x * x)
        var term = 1.0
        var sum = 1.0
        for order in 1...12 {
            term *= -Double(2 * order - 1) * inverseSquare
            sum += term
        }
        return logDensity(x) - log(-x) + log(sum)
    }

    /// Returns log(Φ(upper) - Φ(lower)), for lower <= upper.
    static func logMass(_ lower: Double, _ upper: Double) -> Double {
        if lower > 0 { return logMass(-upper, -lower) }
        if upper > 0 { return log1p(-cdf(lower) - cdf(-upper)) }
        let logUpper = logCDF(upper)
        return logUpper + logOneMinusExp(logCDF(lower) - logUpper)
    }

    /// Returns the x at which log Φ(x) is `y`, for y <= 0.
    static func inverseLogCDF(_ y: Double) -> Double {
        if y == 0 { return .infinity }
        if y == -.infinity { return y }
        if y > -M_LN2 { return -inverseLogCDF(logOneMinusExp(y)) }
        // This is Newton's method. log Φ is increasing and concave, so after the first step the iterates approach the
        // root from below. In the tail, it starts from the leading terms of log Φ, otherwise from the logistic curve of
        // the same variance.
        var x =
            y < -5 ? -(-2 * (y + logNormalizer)).squareRoot() : -(3.0.squareRoot() / Double.pi) * log(expm1(-y))
        for _ in 0..<60 {
            let logProbability = logCDF(x)
            let step = (logProbability - y) * exp(logProbability - logDensity(x))
            x -= step
            if abs(step) <= 1e-12 * abs(x) + 1e-14 { break }
        }
        return x
    }

    /// Returns log(exp(p) + exp(q)).
    static func logAddExp(_ p: Double, _ q: Double) -> Double {
        let (larger, smaller) = p > q ? (p, q) : (q, p)
        return larger == -.infinity ? larger : larger + log1p(exp(smaller - larger))
    }

    /// Returns log(1 - exp(x)), for x <= 0.
    ///
    /// Mächler, "Accurately computing log(1 - exp(-|a|))", 2012.
    static func logOneMinusExp(_ x: Double) -> Double { x > -M_LN2 ? log(-expm1(x)) : log1p(-exp(x)) }
}
