package import Base
internal import Boosting
package import Modeling

/// The changes from one Sunday's list to the next.
package struct ListChanges: Codable, Equatable, Sendable {
    /// A portal on one list or both.
    package struct Place: Codable, Equatable, Sendable {
        package var id: String
        /// The rank on this list, or nil if the portal is not on it.
        package var rank: Int?
        /// The rank on the earlier list, or nil if the portal was not on it.
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
        /// The rank on the earlier list, or nil if the portal was not on it.
        package var earlierRank: Int?
        package var earlierProbability: Double?

        package init(id: String, closeDate: Day, earlierRank: Int?, earlierProbability: Double?) {
            self.id = id
            self.closeDate = closeDate
            self.earlierRank = earlierRank
            self.earlierProbability = earlierProbability
        }
    }

    /// The Sunday of the earlier list, and the model that ranked it.
    package var earlier: Day
    package var earlierModel: ModelName
    /// The number of portals from the top that are compared.
    package var top: Int
    /// The portals that are in the top now and were not then, best first.
    package var entered: [Place]
    /// The portals that were in the top then and are not now, in the order of the earlier list.
    package var left: [Place]
    /// The portals near the top whose rank improved by the largest factor.
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
