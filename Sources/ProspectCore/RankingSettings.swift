/// What is on the lists.
public struct RankingSettings: Equatable, Sendable {
    /// The model whose list later stages use.
    public var primary = PrimaryChoice.auto

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
