/// The forecast for a list as a whole.
package struct ListForecast: Codable, Equatable, Sendable {
    /// How many of the listed portals convert within the horizon.
    package struct Conversions: Codable, Equatable, Sendable {
        /// The sum of the probabilities.
        package var expected: Double
        /// The interval that contains the number nine times in ten.
        package var low: Int
        package var high: Int
        /// Whether the interval allows for the error of the level on past Sundays. Otherwise it covers chance alone.
        package var hasLevel: Bool
    }

    /// First-year revenue of the portals that convert: twelve times the monthly revenue.
    package struct Revenue: Codable, Equatable, Sendable {
        package var expected: Double
        package var low: Double
        package var high: Double
    }

    /// A band of the list.
    package struct Band: Codable, Equatable, Sendable {
        package var band: PriorityBand
        /// The ranks, both included.
        package var first: Int
        package var last: Int
        /// The expected conversions: the sum of the band's probabilities.
        package var expected: Double
        /// The results of such a band on past Sundays, or nil without a backtest.
        package var measured: MeasuredBand?

        package var portals: Int { last - first + 1 }
    }

    package var conversions: Conversions
    /// The expected revenue, or nil if no customer has a positive revenue.
    package var revenue: Revenue?
    /// The bands in order. Empty bands are left out.
    package var bands: [Band]
    /// The method behind the listed probabilities, or nil if there was no backtest to calibrate with.
    package var calibration: Calibration.Method?
    /// The top bands that were over-confident in the backtest and stay so.
    package var overConfident: [String]
}
