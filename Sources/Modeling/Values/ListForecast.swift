/// What a list as a whole promises.
package struct ListForecast: Codable, Equatable, Sendable {
    /// How many of the listed portals convert within the horizon.
    package struct Conversions: Codable, Equatable, Sendable {
        /// The sum of the probabilities.
        package var expected: Double
        /// The number lies in here nine times in ten.
        package var low: Int
        package var high: Int
        /// Whether the interval holds how far the level was off on past Sundays; otherwise chance alone.
        package var hasLevel: Bool
    }

    /// First-year revenue of those that convert: twelve times the monthly one.
    package struct Revenue: Codable, Equatable, Sendable {
        package var expected: Double
        package var low: Double
        package var high: Double
    }

    /// A band of the list.
    package struct Band: Codable, Equatable, Sendable {
        package var band: PriorityBand
        /// Ranks, both included.
        package var first: Int
        package var last: Int
        /// Conversions that its probabilities add up to.
        package var expected: Double
        /// What such a band has held on past Sundays; nil without a backtest.
        package var measured: MeasuredBand?

        package var portals: Int { last - first + 1 }
    }

    package var conversions: Conversions
    /// nil where no customer has a positive revenue.
    package var revenue: Revenue?
    /// In their order; those that hold no portal are left out.
    package var bands: [Band]
    /// What made the listed probabilities; nil: there was no backtest to calibrate by.
    package var calibration: Calibration.Method?
    /// The top bands that were over-confident in the backtest and stay so.
    package var overConfident: [String]
}
