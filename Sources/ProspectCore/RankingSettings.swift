/// What is on the lists.
public struct RankingSettings: Equatable, Sendable {
    /// Reasons and axes are given to so many portals of each list, the best ones.
    public var explainTop = 100_000

    public init() {}
}
