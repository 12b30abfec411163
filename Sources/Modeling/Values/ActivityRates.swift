internal import Boosting
internal import Foundation

/// A probability from activity alone: what is left where too few portals have converted for a model to learn from.
///
/// The base rate, shared out in proportion to `1 + ln(1 + user-weeks)` of the longest window: it ranks by activity, and
/// over portals like those it was measured on the probabilities add up to the base rate.
package struct ActivityRates: Codable, Equatable, Sendable {
    /// Matured snapshots, and how many of them converted.
    package var snapshots: Double
    package var positives: Double
    /// Conversions per snapshot, with half a conversion added to those seen and the portals of one Sunday to the
    /// snapshots: above 0 where there was no conversion yet.
    package var baseRate: Double
    /// The mean of `1 + ln(1 + user-weeks)` over the matured snapshots.
    package var meanShare: Double

    /// No probability is higher.
    package static let highest = 0.5

    /// - Parameters:
    ///   - portals: Free portals of one Sunday.
    ///   - shares: The sum of `1 + ln(1 + user-weeks)` over the snapshots.
    package init(snapshots: Double, positives: Double, portals: Int, shares: Double) {
        self.snapshots = snapshots
        self.positives = positives
        baseRate = (positives + 0.5) / (snapshots + Double(max(portals, 1)))
        meanShare = snapshots > 0 ? shares / snapshots : 1
    }

    /// The probability of a conversion within the horizon.
    package func probability(userWeeks: Double) -> Double {
        min(Self.highest, baseRate * (1 + log(1 + max(userWeeks, 0))) / meanShare)
    }
}
