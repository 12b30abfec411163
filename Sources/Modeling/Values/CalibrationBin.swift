/// The snapshots whose probabilities lie in one range: a point of the calibration curve.
package struct CalibrationBin: Codable, Equatable, Sendable {
    /// Where the ranges begin. Most probabilities are far below 1%, so they are cut as a logarithmic scale is.
    package static let edges = [0, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]

    /// low <= probability < high; the last range holds 1.
    package var low: Double
    package var high: Double
    package var snapshots: Int
    package var conversions: Int
    /// The mean probability.
    package var expected: Double
    /// Conversions per snapshot, with the 90% interval where a portal's Sundays are taken together.
    package var rate: Double
    package var rateLow: Double
    package var rateHigh: Double
}
