package import Base
internal import Boosting
package import Modeling

/// What changed from one Sunday's list to the next.
package struct ListChanges: Codable, Equatable, Sendable {
    /// A portal on one list or both.
    package struct Place: Codable, Equatable, Sendable {
        package var id: String
        /// nil: not on this list.
        package var rank: Int?
        /// nil: not on the earlier list.
        package var earlierRank: Int?
        package var probability: Double?
        package var earlierProbability: Double?

        package init(
            id: String, rank: Int?, earlierRank: Int?, probability: Double?, earlierProbability: Double?
        ) {
            self.id = id
            self.rank = rank
            self.earlierRank = earlierRank
            self.probability = probability
            self.earlierProbability = earlierProbability
        }
    }

    /// A portal that became a customer after the earlier list was made.
    package struct Customer: Codable, Equatable, Sendable {
        package var id: String
        package var closeDate: Day
        /// nil: it was not on the earlier list.
        package var earlierRank: Int?
        package var earlierProbability: Double?
    }

    /// The Sunday of the earlier list, and the model that ranked it.
    package var earlier: Day
    package var earlierModel: ModelName
    /// How many portals from the top are looked at.
    package var top: Int
    /// In the top now and not then, best first.
    package var entered: [Place]
    /// In the top then and not now, the best of then first.
    package var left: [Place]
    /// Portals whose rank got better by the largest factor, among those that are near the top now.
    package var climbers: [Place]
    package var newCustomers: [Customer]

    package init(
        earlier: Day, earlierModel: ModelName, top: Int, entered: [Place], left: [Place], climbers: [Place],
        newCustomers: [Customer]
    ) {
        self.earlier = earlier
        self.earlierModel = earlierModel
        self.top = top
        self.entered = entered
        self.left = left
        self.climbers = climbers
        self.newCustomers = newCustomers
    }
}
