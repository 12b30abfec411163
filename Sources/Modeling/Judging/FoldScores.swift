package import Base

/// The portals that were free on one past Sunday with the scores they would have had, and what happened.
package struct FoldScores: Sendable {
    package let sunday: Day
    /// Each portal as a number that depends on its id alone.
    package let keys: [UInt64]
    package let converted: [Bool]
    /// Monthly revenue as known on the run's Sunday; NaN where there is none.
    package let revenue: [Double]
    /// How many portals each row stands for; nil: one each.
    package var copies: [Float]?
    /// By model or baseline: what ranks, higher being better.
    package var scores: [String: [Double]]
    /// By model or baseline: the probabilities, where there are any.
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

    /// Revenue as it is counted: none below zero.
    var countedRevenue: [Double] { revenue.map { $0 > 0 ? $0 : 0 } }
}
