/// What is on the lists.
package struct RankingSettings: Equatable, Sendable {
    /// The model whose list is the published one, `list.csv`.
    ///
    /// nil: the one that the backtest favours; without a backtest, the ensemble, or the first model if there is none.
    package var primary: ModelName?
    /// Reasons and axes are given to so many portals of each list, the best ones.
    package var explainTop = 100_000
    /// The shares of the expected conversions at which the bands A, B and C end.
    package var bands = [0.5, 0.8, 0.95]

    package init() {}
}
