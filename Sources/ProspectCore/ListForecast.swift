/// What a list as a whole promises.
public struct ListForecast: Codable, Equatable, Sendable {
    /// How many of the listed portals convert within the horizon.
    public struct Conversions: Codable, Equatable, Sendable {
        /// The sum of the probabilities.
        public var expected: Double
        /// The number lies in here nine times in ten.
        public var low: Int
        public var high: Int
        /// Whether the interval holds how far the level was off on past Sundays; otherwise chance alone.
        public var hasLevel: Bool

        public init(expected: Double, low: Int, high: Int, hasLevel: Bool) {
            self.expected = expected
            self.low = low
            self.high = high
            self.hasLevel = hasLevel
        }
    }

    /// First-year revenue of those that convert: twelve times the monthly one.
    public struct Revenue: Codable, Equatable, Sendable {
        public var expected: Double
        public var low: Double
        public var high: Double

        public init(expected: Double, low: Double, high: Double) {
            self.expected = expected
            self.low = low
            self.high = high
        }
    }

    /// A band of the list.
    public struct Band: Codable, Equatable, Sendable {
        public var band: PriorityBand
        /// Ranks, both included.
        public var first: Int
        public var last: Int
        /// Conversions that its probabilities add up to.
        public var expected: Double
        /// What such a band has held on past Sundays; nil without a backtest.
        public var measured: MeasuredBand?

        public init(band: PriorityBand, first: Int, last: Int, expected: Double, measured: MeasuredBand?) {
            self.band = band
            self.first = first
            self.last = last
            self.expected = expected
            self.measured = measured
        }

        public var portals: Int { last - first + 1 }
    }

    public var conversions: Conversions
    /// nil where no customer has a positive revenue.
    public var revenue: Revenue?
    /// In their order; those that hold no portal are left out.
    public var bands: [Band]
    /// What made the listed probabilities; nil: there was no backtest to calibrate by.
    public var calibration: Calibration.Method?
    /// The top bands that were over-confident in the backtest and stay so.
    public var overConfident: [String]

    public init(
        conversions: Conversions, revenue: Revenue?, bands: [Band], calibration: Calibration.Method?,
        overConfident: [String]
    ) {
        self.conversions = conversions
        self.revenue = revenue
        self.bands = bands
        self.calibration = calibration
        self.overConfident = overConfident
    }
}
