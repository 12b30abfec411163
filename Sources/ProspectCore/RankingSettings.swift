/// What is on the lists.
public struct RankingSettings: Equatable, Sendable {
    /// The model whose list is the published one, `list.csv`.
    public var primary = PrimaryChoice.auto
    /// Reasons and axes are given to so many portals of each list, the best ones.
    public var explainTop = 100_000
    /// The shares of the expected conversions at which the bands A, B and C end.
    public var bands = [0.5, 0.8, 0.95]

    public init() {}
}

/// The list that later stages use.
public enum PrimaryChoice: String, CaseIterable, Sendable {
    /// What the backtest speaks for; without one, the ensemble, or the first model where there is none.
    case auto
    case lightgbm, xgboost, logistic, ensemble

    /// nil for `auto`.
    public var model: ModelName? { ModelName(rawValue: rawValue) }
}
