internal import Boosting
internal import Foundation

/// A probability from activity alone, for runs in which too few portals have converted for a model to learn from.
///
/// It shares out the base rate in proportion to `1 + ln(1 + user-weeks)` of the longest window. It ranks by activity,
/// and over portals like those that it was measured on, the probabilities add up to the base rate.
package struct ActivityRates: Codable, Equatable, Sendable {
    /// The number of matured snapshots, and how many of them converted.
    package var snapshots: Double
    package var positives: Double
    /// Conversions per snapshot, with half a conversion added to those seen and the portals of one Sunday added to the
    /// snapshots. It is above 0 even before the first conversion.
    package var baseRate: Double
    /// The mean of `1 + ln(1 + user-weeks)` over the matured snapshots.
    package var meanShare: Double

    /// The maximum probability.
    package static let highest = 0.5

    /// Makes the rates.
    ///
    /// - Parameters:
    ///   - portals: The free portals of one Sunday.
    ///   - shares: The sum of `1 + ln(1 + user-weeks)` over the snapshots.
    package init(snapshots: Double, positives: Double, portals: Int, shares: Double) {
        self.snapshots = snapshots
        self.positives = positives
        baseRate = (positives + 0.5) / (snapshots + Double(max(portals, 1)))
        meanShare = snapshots > 0 ? shares / snapshots : 1
    }

    /// Returns the probability of a conversion within the horizon.
    package func probability(userWeeks: Double) -> Double {
        min(Self.highest, baseRate * (1 + log(1 + max(userWeeks, 0))) / meanShare)
    }
}
