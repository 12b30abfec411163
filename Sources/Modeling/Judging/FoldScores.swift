package import Base

/// The portals that were free on one past Sunday, with the scores that they would have had and the outcomes.
package struct FoldScores: Sendable {
    package let sunday: Day
    /// Each portal as a number that depends on its id only.
    package let keys: [UInt64]
    package let converted: [Bool]
    /// Monthly revenue as known on the run's Sunday. NaN if there is none.
    package let revenue: [Double]
    /// The number of portals that each row stands for, or nil for one each.
    package var copies: [Float]?
    /// The ranking scores, by model or baseline. Higher is better.
    package var scores: [String: [Double]]
    /// The probabilities, by model or baseline, if there are any.
    package var probabilities: [String: [Double]]

    package init(
        sunday: Day, keys: [UInt64], converted: [Bool], revenue: [Double], copies: [Float]? = nil,
        scores: [String: [Double]], probabilities: [String: [Double]]
    ) {
        self.sunday = sunday
        self.keys = keys
        self.converted = converted
        self.revenue = revenue
        self.copies = copies
        self.scores = scores
        self.probabilities = probabilities
    }

    /// Revenue for sums: values below zero count as zero.
    var countedRevenue: [Double] { revenue.map { $0 > 0 ? $0 : 0 } }
}
