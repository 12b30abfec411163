/// The model that the backtest favours.
///
/// It is the model whose listed probabilities have the lowest log loss over all Sundays, if it beats the default: the
/// ensemble, or the first model if there is no ensemble. If the interval of the difference contains 0, the default
/// stays.
struct BacktestChoice {
    let models: [ModelName]
    /// The models that are clearly worse than a baseline or the base rate. They are chosen only if no others are left.
    var excluded: [ExcludedModel] = []
    /// Whether the losses are those of calibrated probabilities, on the Sundays that earlier ones could calibrate.
    var isCalibrated = false

    private var place: String {
        isCalibrated ? "in the backtest, calibrated on earlier Sundays" : "in the backtest"
    }

    func choose(
        _ pooled: [BacktestReport.Pooled],
        differences: (_ first: ModelName, _ second: ModelName) -> BacktestReport.Difference?
    ) -> BacktestReport.Choice {
        let weak = excluded.map(\.model)
        let eligible = models.filter { !weak.contains($0) }
        var choice = choose(eligible.isEmpty ? models : eligible, pooled, differences)
        choice.excluded = excluded
        choice.reason += excluded.inReason(allModels: eligible.isEmpty)
        return choice
    }

    private func choose(
        _ models: [ModelName], _ pooled: [BacktestReport.Pooled],
        _ differences: (_ first: ModelName, _ second: ModelName) -> BacktestReport.Difference?
    ) -> BacktestReport.Choice {
        let fallback = BacktestReport.withoutWinner(among: models)
        let losses = models.compactMap { model in
            pooled.first { $0.model == model.rawValue }?.judgement.logLoss.map { (model: model, loss: $0.value) }
        }
        guard models.count > 1 else {
            return .init(
                model: fallback, reason: excluded.isEmpty ? "it is the only model" : "it is the only model left")
        }
        guard let best = losses.min(by: { $0.loss < $1.loss }) else {
            return .init(model: fallback, reason: "no model has a log loss")
        }
        if best.model == fallback {
            return .init(model: fallback, reason: "it has the lowest log loss \(place)")
        }
        if let difference = differences(best.model, fallback), difference.winner == best.model.rawValue {
            return .init(
                model: best.model,
                reason: "it has the lowest log loss \(place), clearly below that of \(fallback.inText)")
        }
        return .init(
            model: fallback,
            reason: "no winner: \(best.model.inText) has the lowest log loss \(place), but the interval of its "
                + "difference to \(fallback.inText) holds 0")
    }
}
