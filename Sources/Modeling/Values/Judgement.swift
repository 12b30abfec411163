package import Base

/// A statistic with its 90% interval from a bootstrap over portals.
package struct Estimate: Codable, Equatable, Sendable {
    package var value: Double
    /// The 5% and the 95% quantile of the draws.
    package var low: Double
    package var high: Double

    /// Whether the interval contains 0. For a difference, this means that there is no winner.
    package var coversZero: Bool { low <= 0 && 0 <= high }
}

extension Estimate: TableValue {
    package var cell: ResultTable.Cell { .estimate(value, low: low, high: high) }
}

/// How well a model's lists of one or several Sundays agreed with what happened. Each statistic has an interval.
package struct Judgement: Codable, Equatable, Sendable {
    /// The results of the first rows of a list, in expectation over the order of equal scores. Over several Sundays, it
    /// is the mean of their lists.
    package struct Top: Codable, Equatable, Sendable {
        /// The requested cut: `10` or `1%`.
        package var label: String
        /// The number of rows looked at on a Sunday.
        package var k: Double
        /// The conversions among them, over all Sundays.
        package var positives: Estimate?
        /// The share of conversions among the rows looked at, in [0, 1].
        package var precision: Estimate?
        /// The share of all conversions that are among the rows looked at, in [0, 1]. nil without conversions.
        package var recall: Estimate?
        /// Precision over the base rate. nil without conversions.
        package var lift: Estimate?
        /// The monthly revenue of the conversions among them, over all Sundays; see `BacktestReport.Revenue`.
        package var revenue: Estimate?
        /// Their share of the revenue of all conversions, in [0, 1]. nil without any.
        package var revenueShare: Estimate?

        package init(
            label: String, k: Double, positives: Estimate?, precision: Estimate?, recall: Estimate?, lift: Estimate?,
            revenue: Estimate?, revenueShare: Estimate?
        ) {
            self.label = label
            self.k = k
            self.positives = positives
            self.precision = precision
            self.recall = recall
            self.lift = lift
            self.revenue = revenue
            self.revenueShare = revenueShare
        }
    }

    /// The number of judged portals, counted once for each Sunday.
    package var rows: Double
    /// How many of them converted within the horizon. All statistics rest on this number.
    package var positives: Double
    /// The ROC-AUC over all rows together. nil if nobody or everybody converted.
    package var rocAUC: Estimate?
    package var averagePrecision: Estimate?
    /// The Brier score. nil for scores that are not probabilities.
    package var brier: Estimate?
    package var logLoss: Estimate?
    /// The expected conversions: the sum of the probabilities. nil for scores that are not probabilities.
    package var expected: Estimate?
    package var actual: Estimate?
    package var atK: [Top]

    /// Returns the top of the list at a cut, `10` or `1%`.
    package func at(_ label: String) -> Top? { atK.first { $0.label == label } }
}
