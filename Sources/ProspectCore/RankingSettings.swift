/// What is on the lists.
public struct RankingSettings: Equatable, Sendable {
    /// Reasons and axes are given to so many portals of each list, the best ones.
    public var explainTop = 100_000
    /// The shares of the expected conversions at which the bands A, B and C end.
    public var bands = [0.5, 0.8, 0.95]

    public init() {}
}
