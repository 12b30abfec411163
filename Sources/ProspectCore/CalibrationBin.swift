/// The snapshots whose probabilities lie in one range: a point of the calibration curve.
public struct CalibrationBin: Codable, Equatable, Sendable {
    /// Where the ranges begin. Most probabilities are far below 1%, so they are cut as a logarithmic scale is.
    public static let edges = [0, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5]

    /// low <= probability < high; the last range holds 1.
    public var low: Double
    public var high: Double
    public var snapshots: Int
    public var conversions: Int
    /// The mean probability.
    public var expected: Double
    /// Conversions per snapshot, with the 90% interval where a portal's Sundays are taken together.
    public var rate: Double
    public var rateLow: Double
    public var rateHigh: Double

    public init(
        low: Double, high: Double, snapshots: Int, conversions: Int, expected: Double, rate: Double, rateLow: Double,
        rateHigh: Double
    ) {
        self.low = low
        self.high = high
        self.snapshots = snapshots
        self.conversions = conversions
        self.expected = expected
        self.rate = rate
        self.rateLow = rateLow
        self.rateHigh = rateHigh
    }
}
