/// What a new customer pays a month, learned from the customers that had closed by the Sunday: `revenue.json` beside
/// `model.json`.
///
/// The logarithm of the revenue is `center + weight * (regression - center)`, and the revenue expected of a portal the
/// exponential of it times `smearing`. Duan, "Smearing estimate: a nonparametric retransformation method", Journal of
/// the American Statistical Association 78, 1983.
public struct RevenueModel: Codable, Equatable, Sendable {
    /// Customers on the Sunday, by what their monthly revenue says. Only a positive one is learned from.
    public struct Customers: Codable, Equatable, Sendable {
        public var positive: Int
        public var zero: Int
        public var negative: Int
        public var missing: Int

        public init(positive: Int, zero: Int, negative: Int, missing: Int) {
            self.positive = positive
            self.zero = zero
            self.negative = negative
            self.missing = missing
        }
    }

    /// Median and regression on customers that they had not seen: squared errors of the logarithm.
    public struct Comparison: Codable, Equatable, Sendable {
        /// Customers with a snapshot before their close date, and the groups left out in turn.
        public var customers: Int
        public var groups: Int
        public var medianError: Double
        public var regressionError: Double
        /// How much lower the regression's is, shrunk as it would be used; below 0: higher.
        public var gain: Double
        public var standardError: Double

        public init(
            customers: Int, groups: Int, medianError: Double, regressionError: Double, gain: Double,
            standardError: Double
        ) {
            self.customers = customers
            self.groups = groups
            self.medianError = medianError
            self.regressionError = regressionError
            self.gain = gain
            self.standardError = standardError
        }
    }

    public var customers: Customers
    /// Of the positive monthly revenue, with the 90% interval of the mean; nil for a single customer.
    public var median: Double
    public var mean: Double
    public var meanLow: Double?
    public var meanHigh: Double?
    /// The logarithm of the median.
    public var center: Double
    /// How far the regression is trusted, from 0 (the median alone) to 1.
    public var weight: Double
    public var smearing: Double
    /// Quantiles of revenue over what was expected of it, for intervals.
    public var ratios: [Double]
    /// nil where there were too few customers to compare.
    public var comparison: Comparison?
    /// The regression's file, where it has a part, and its features.
    public var file: String?
    public var features: [String]

    public init(
        customers: Customers, median: Double, mean: Double, meanLow: Double?, meanHigh: Double?, center: Double,
        weight: Double, smearing: Double, ratios: [Double], comparison: Comparison?, file: String?, features: [String]
    ) {
        self.customers = customers
        self.median = median
        self.mean = mean
        self.meanLow = meanLow
        self.meanHigh = meanHigh
        self.center = center
        self.weight = weight
        self.smearing = smearing
        self.ratios = ratios
        self.comparison = comparison
        self.file = file
        self.features = features
    }
}
