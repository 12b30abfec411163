/// What changed from one Sunday's list to the next.
public struct ListChanges: Codable, Equatable, Sendable {
    /// A portal on one list or both.
    public struct Place: Codable, Equatable, Sendable {
        public var id: String
        /// nil: not on this list.
        public var rank: Int?
        /// nil: not on the earlier list.
        public var earlierRank: Int?
        public var probability: Double?
        public var earlierProbability: Double?

        public init(
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
    public struct Customer: Codable, Equatable, Sendable {
        public var id: String
        public var closeDate: Day
        /// nil: it was not on the earlier list.
        public var earlierRank: Int?
        public var earlierProbability: Double?

        public init(id: String, closeDate: Day, earlierRank: Int?, earlierProbability: Double?) {
            self.id = id
            self.closeDate = closeDate
            self.earlierRank = earlierRank
            self.earlierProbability = earlierProbability
        }
    }

    /// The Sunday of the earlier list, and the model that ranked it.
    public var earlier: Day
    public var earlierModel: ModelName
    /// How many portals from the top are looked at.
    public var top: Int
    /// In the top now and not then, best first.
    public var entered: [Place]
    /// In the top then and not now, the best of then first.
    public var left: [Place]
    /// Portals whose rank got better by the largest factor, among those that are near the top now.
    public var climbers: [Place]
    public var newCustomers: [Customer]

    public init(
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
