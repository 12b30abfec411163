/// The settings of the lists.
package struct RankingSettings: Equatable, Sendable {
    /// The model whose list is published as `list.csv`.
    ///
    /// nil: the model that the backtest favours. Without a backtest, it is the ensemble, or the first model if there is
    /// no ensemble.
    package var primary: ModelName?
    /// The number of portals from the top of each list that get reasons and axes.
    package var explainTop = 100_000
    /// The shares of the expected conversions at which the bands A, B and C end.
    package var bands = [0.5, 0.8, 0.95]

    package init() {}
}
