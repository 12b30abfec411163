package import Base
internal import Foundation
package import Modeling

extension Pipeline {
    /// The number of weeks between judged Sundays in the weekly job.
    private static let weeksApart = 4

    /// Makes the snapshots in a run of its own and judges the models on past Sundays.
    ///
    /// - Parameters:
    ///   - csv: A file for the raw scores, or nil for none.
    /// - Returns: The run and the result of the backtest, which is also in `backtest.json` in its folder.
    package func backtest(
        _ sundays: BacktestSundays, asOf: Day?, csv: String?
    ) throws -> (outcome: RunOutcome, report: BacktestReport) {
        _ = try tunedMembers()
        let outcome = try run(through: .snapshots, asOf: asOf)
        guard outcome.snapshots != nil else { throw PipelineError.nothingToResume(output) }
        let session = RunSession(folder: RunFolder(path: outcome.folder, manifest: outcome.manifest))
        let report = try stoppable {
            try run(
                BacktestStage(
                    pipeline: self, sundays: sundays, configuration: configuration.modeling,
                    csv: csv.map { $0 + ".partial" }), in: session)
        }
        if let csv { try AtomicFile.rename(csv + ".partial", to: csv) }
        return (outcome, report!)
    }

    /// Runs the backtest of the weekly job. If the history is too short, the job continues without one and the run says
    /// so.
    func backtestInRun(_ session: RunSession) throws {
        guard !session.folder.hasFinished(.backtest) else { return }
        if session.folder.manifest.quick == true {
            try session.folder.update {
                $0.notBacktested = "There is no backtest: it was left out, as `--quick` and `prospect rank` do."
            }
        } else {
            let model = try session.model()
            var configuration = configuration.modeling
            configuration.models.members = model.members.map(\.name)
            try run(
                BacktestStage(
                    pipeline: self, sundays: .every(weeks: Self.weeksApart), configuration: configuration,
                    mayBeLeftOut: true, hasModels: model.activity == nil), in: session)
        }
        try session.writeCard()
    }

    /// Checks that there will be a list of the model that `ranking.primary` names.
    func requirePrimary() throws {
        guard let wanted = configuration.ranking.primary, !models.contains(wanted) else { return }
        throw PipelineError.noPrimary(wanted, models: models)
    }

    /// Returns the models that are not used for the primary list, and the ensemble of the others. The decision rests on
    /// the backtest if there is one, otherwise on the test metrics.
    func excluded(
        _ model: TrainedModel, backtest: BacktestReport?, metrics: TestMetrics?
    ) -> (ensemble: EnsembleSettings, excluded: [ExcludedModel]) {
        guard model.fallback == nil else { return (model.ensemble, []) }
        let weak = backtest.map { $0.choice.excluded ?? [] } ?? metrics?.excluded ?? []
        return weak.applied(to: model.ensemble, of: model.members.map(\.name))
    }

    /// Returns the model whose list later stages use.
    ///
    /// - Parameters:
    ///   - model: The model with the ensemble as it is listed.
    ///   - excluded: The models that are not used for the list.
    func primary(
        of model: TrainedModel, backtest: BacktestReport?, excluded: [ExcludedModel]
    ) -> BacktestReport.Choice {
        if model.fallback != nil {
            return .init(model: model.names[0], reason: "it is the only one, for want of conversions")
        }
        if let wanted = configuration.ranking.primary, model.names.contains(wanted) {
            return .init(model: wanted, reason: "ranking.primary names it", excluded: excluded)
        }
        if let choice = backtest?.choice, model.names.contains(choice.model) { return choice }
        let weak = excluded.map(\.model)
        let eligible = model.names.filter { !weak.contains($0) }
        let names = eligible.isEmpty ? model.names : eligible
        return .init(
            model: BacktestReport.withoutWinner(among: names),
            reason: (model.names.count == 1
                ? "it is the only model"
                : names.count == 1
                    ? "it is the only model left" : "there was no backtest to choose by")
                + excluded.inReason(allModels: eligible.isEmpty), excluded: excluded)
    }
}
