/// The monthly payment of a new customer, learned from the customers that had closed by the Sunday: `revenue.json`
/// beside `model.json`.
///
/// The expected logarithm of the revenue is `center + weight * (regression - center)`. A portal's expected revenue is
/// the exponential of it times `smearing`. Duan, "Smearing estimate: a nonparametric retransformation method", Journal
/// of the American Statistical Association 78, 1983.
package struct RevenueModel: Codable, Equatable, Sendable {
    /// The customers on the Sunday, by the kind of their monthly revenue. The model learns only from positive revenue.
    package struct Customers: Codable, Equatable, Sendable {
        package var positive: Int
        package var zero: Int
        package var negative: Int
        package var missing: Int
    }

    /// A comparison of median and regression on customers that they had not seen, by squared errors of the logarithm.
    package struct Comparison: Codable, Equatable, Sendable {
        /// The number of customers with a snapshot before their close date, and of the groups left out in turn.
        package var customers: Int
        package var groups: Int
        package var medianError: Double
        package var regressionError: Double
        /// How much lower the error of the regression is, shrunk as in use. Negative means higher.
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
    /// Statistics of the positive monthly revenue, with the 90% interval of the mean. The interval is nil for a single
    /// customer.
    package var median: Double
    package var mean: Double
    package var meanLow: Double?
    package var meanHigh: Double?
    /// The logarithm of the median.
    package var center: Double
    /// The trust in the regression, from 0 (the median alone) to 1.
    package var weight: Double
    package var smearing: Double
    /// The quantiles of revenue over expected revenue, for intervals.
    package var ratios: [Double]
    /// The comparison, or nil if there were too few customers.
    package var comparison: Comparison?
    /// The regression's file, if the regression is used, and its features.
    package var file: String?
    package var features: [String]
}
