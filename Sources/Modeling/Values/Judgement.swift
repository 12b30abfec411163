package import Base

/// A statistic with its 90% interval from a bootstrap over portals.
package struct Estimate: Codable, Equatable, Sendable {
    package var value: Double
    /// The 5% and the 95% quantile of the draws.
    package var low: Double
    package var high: Double

    /// Whether the interval holds 0: of a difference, that there is no winner.
    package var coversZero: Bool { low <= 0 && 0 <= high }
}

extension Estimate: TableValue {
    package var cell: ResultTable.Cell { .estimate(value, low: low, high: high) }
}

/// How well a model's lists of one Sunday, or of several, told what was to happen; each statistic with its interval.
package struct Judgement: Codable, Equatable, Sendable {
    /// What the first rows of a list hold, in expectation over the order of equal scores; over several Sundays, the
    /// mean over their lists.
    package struct Top: Codable, Equatable, Sendable {
        /// The cut as asked for: `10` or `1%`.
        package var label: String
        /// Rows looked at on a Sunday.
        package var k: Double
        /// Conversions among them, over all Sundays.
        package var positives: Estimate?
        /// Their share of the rows looked at, in [0, 1].
        package var precision: Estimate?
        /// The share of all conversions that they are, in [0, 1]; nil without conversions.
        package var recall: Estimate?
        /// Precision over the base rate; nil without conversions.
        package var lift: Estimate?
        /// Monthly revenue of the conversions among them, over all Sundays; see `BacktestReport.Revenue`.
        package var revenue: Estimate?
        /// Its share of the revenue of all conversions, in [0, 1]; nil without any.
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

    /// Portals judged, counted once for each Sunday.
    package var rows: Double
    /// How many of them converted within the horizon: what all statistics rest on.
    package var positives: Double
    /// Over all rows together; nil where nobody or everybody converted.
    package var rocAUC: Estimate?
    package var averagePrecision: Estimate?
    /// nil for scores that are not probabilities.
    package var brier: Estimate?
    package var logLoss: Estimate?
    /// Conversions that the probabilities add up to; nil for scores that are not probabilities.
    package var expected: Estimate?
    package var actual: Estimate?
    package var atK: [Top]

    /// The top of the list at a cut, `10` or `1%`.
    package func at(_ label: String) -> Top? { atK.first { $0.label == label } }
}
