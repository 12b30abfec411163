internal import Base
internal import Boosting

/// A bootstrap that draws portals, not rows, because the Sundays of a portal are not independent.
///
/// Each draw gives a portal a weight from a Poisson distribution of mean 1. For many portals this is the multinomial
/// bootstrap. Efron, Tibshirani, "An Introduction to the Bootstrap", 1993; Hanley, MacGibbon, "Creating non-parametric
/// bootstrap samples using Poisson frequencies", 2006. A weight depends only on the seed, the draw and the portal. All
/// models are therefore judged on the same draws, and a portal has the same weight on all its Sundays.
struct PortalBootstrap: Sendable {
    static let draws = 200

    let seed: Int

    /// The cumulative Poisson probabilities of 0, 1, 2, …
    private static let cumulative: [Double] = {
        var probability = 0.36787944117144233
        var sum = probability
        return (1...18).map { count in
            defer {
                probability /= Double(count)
                sum += probability
            }
            return sum
        }
    }()

    /// Returns the weights of rows in a draw.
    ///
    /// - Parameter keys: The portal of each row.
    func weights(_ keys: [UInt64], draw: Int) -> [Float] {
        var generator = SeededGenerator(seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(draw))
        let ofDraw = generator.next()
        return keys.map { key in
            var generator = SeededGenerator(seed: ofDraw ^ key)
            let uniform = generator.uniform()
            var count = 0
            while count < Self.cumulative.count, uniform >= Self.cumulative[count] { count += 1 }
            return Float(count)
        }
    }

    /// Returns a statistic with its 90% interval: the 5% and the 95% quantile of its draws.
    ///
    /// - Parameter draws: The statistic in each draw, or nil if a draw does not have it, such as a ROC-AUC without
    ///   conversions.
    /// - Returns: The estimate, or nil if too few draws have the statistic.
    static func estimate(_ value: Double?, draws: [Double?]) -> Estimate? {
        let values = draws.compactMap(\.self).sorted()
        guard let value, values.count >= 20 else { return nil }
        return Estimate(
            value: value, low: values[values.count / 20], high: values[values.count - 1 - values.count / 20])
    }
}
