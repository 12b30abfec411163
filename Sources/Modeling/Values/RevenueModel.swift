/// What a new customer pays a month, learned from the customers that had closed by the Sunday: `revenue.json` beside
/// `model.json`.
///
/// The logarithm of the revenue is `center + weight * (regression - center)`, and the revenue expected of a portal the
/// exponential of it times `smearing`. Duan, "Smearing estimate: a nonparametric retransformation method", Journal of
/// the American Statistical Association 78, 1983.
package struct RevenueModel: Codable, Equatable, Sendable {
    /// Customers on the Sunday, by what their monthly revenue says. Only a positive one is learned from.
    package struct Customers: Codable, Equatable, Sendable {
        package var positive: Int
        package var zero: Int
        package var negative: Int
        package var missing: Int
    }

    /// Median and regression on customers that they had not seen: squared errors of the logarithm.
    package struct Comparison: Codable, Equatable, Sendable {
        /// Customers with a snapshot before their close date, and the groups left out in turn.
        package var customers: Int
        package var groups: Int
        package var medianError: Double
        package var regressionError: Double
        /// How much lower the regression's is, shrunk as it would be used; below 0: higher.
        package var gain: Double
        package var standardError: Double

        package init(
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

    package var customers: Customers
    /// Of the positive monthly revenue, with the 90% interval of the mean; nil for a single customer.
    package var median: Double
    package var mean: Double
    package var meanLow: Double?
    package var meanHigh: Double?
    /// The logarithm of the median.
    package var center: Double
    /// How far the regression is trusted, from 0 (the median alone) to 1.
    package var weight: Double
    package var smearing: Double
    /// Quantiles of revenue over what was expected of it, for intervals.
    package var ratios: [Double]
    /// nil where there were too few customers to compare.
    package var comparison: Comparison?
    /// The regression's file, where it has a part, and its features.
    package var file: String?
    package var features: [String]
}
