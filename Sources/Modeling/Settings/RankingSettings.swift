/// What is on the lists.
package struct RankingSettings: Equatable, Sendable {
    /// The model whose list is the published one, `list.csv`.
    package var primary = PrimaryChoice.auto
    /// Reasons and axes are given to so many portals of each list, the best ones.
    package var explainTop = 100_000
    /// The shares of the expected conversions at which the bands A, B and C end.
    package var bands = [0.5, 0.8, 0.95]

    package init() {}
}

/// The list that later stages use.
package enum PrimaryChoice: String, CaseIterable, Sendable {
    /// What the backtest speaks for; without one, the ensemble, or the first model where there is none.
    case auto
    case lightgbm, xgboost, logistic, ensemble

    /// nil for `auto`.
    package var model: ModelName? { ModelName(rawValue: rawValue) }
}
