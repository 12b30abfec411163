/// A point of the calibration curve: the snapshots whose probabilities lie in one range.
package struct CalibrationBin: Codable, Equatable, Sendable {
    /// The lower bounds of the ranges. They are roughly logarithmic, because most probabilities are far below 1%.
    package static let edges = [0, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]

    /// The bounds: low <= probability < high. The last range includes 1.
    package var low: Double
    package var high: Double
    package var snapshots: Int
    package var conversions: Int
    /// The mean probability.
    package var expected: Double
    /// Conversions per snapshot, with the 90% interval clustered by portal.
    package var rate: Double
    package var rateLow: Double
    package var rateHigh: Double
}
