package import Base
internal import Foundation
package import Modeling

extension Pipeline {
    /// Weeks from one judged Sunday to the next in the weekly job.
    private static let weeksApart = 4

    /// Makes the snapshots in a run of its own and judges the models on past Sundays.
    ///
    /// - Parameters:
    ///   - csv: a file for the raw scores; nil: none.
    /// - Returns: the run and what the backtest found, which is also `backtest.json` in its folder.
    package func backtest(
        _ sundays: BacktestSundays, asOf: Day?, csv: String?
    ) throws -> (outcome: RunOutcome, report: BacktestReport) {
        _ = try tunedMembers()
        let outcome = try run(through: .snapshots, asOf: asOf)
        guard let snapshots = outcome.snapshots else { throw PipelineError.nothingToResume(output) }
        let clock = StageClock()
        let found = try stoppable {
            try Backtest(
                configuration: configuration.modeling, snapshots: snapshots, tuned: tunedMembers(),
                database: openDatabase(),
                threads: threads, progress: progress, cancellation: cancellation
            ).run(sundays, csv: csv.map { $0 + ".partial" })
        }
        if let csv { try AtomicFile.rename(csv + ".partial", to: csv) }
        try keep(found, in: RunSession(folder: RunFolder(path: outcome.folder, manifest: outcome.manifest)), clock)
        return (outcome, found.report)
    }

    /// The backtest of the weekly job. A company with too little history for one goes on without, and the run says so.
    func backtestInRun(_ session: RunSession) throws {
        func leaveOut(_ reason: String) throws { try session.folder.update { $0.notBacktested = reason } }
        if session.folder.manifest.quick == true {
            try leaveOut("There is no backtest: it was left out, as `--quick` and `prospect rank` do.")
            return try session.writeCard()
        }
        let clock = StageClock()
        let model = try session.model()
        do {
            guard model.activity == nil else { throw BacktestNotPossible() }
            var configuration = configuration
            configuration.models.members = model.members.map(\.name)
            let found = try Backtest(
                configuration: configuration.modeling, snapshots: session.snapshots(), tuned: tunedMembers(),
                database: openDatabase(), threads: threads, progress: progress, cancellation: cancellation
            ).run(.every(weeks: Self.weeksApart), csv: nil)
            try keep(found, in: session, clock)
        } catch let error as ModelingError where error.isTooLittleHistory {
            try leaveOut("There is no backtest. \(error.problem)")
            try session.finish(.backtest, clock, rowsIn: 0, rowsOut: 0)
        } catch is BacktestNotPossible {
            try leaveOut("There is no backtest: too few portals have converted for a model to learn from.")
            try session.finish(.backtest, clock, rowsIn: 0, rowsOut: 0)
        }
        try session.writeCard()
    }

    private func keep(_ found: Backtest.Outcome, in session: RunSession, _ clock: StageClock) throws {
        let report = found.report
        try session.folder.write(found.calibrations, to: .calibration)
        try session.folder.write(report, to: .backtest)
        try session.finish(
            .backtest, clock, rowsIn: report.folds.reduce(0) { $0 + $1.portals }, rowsOut: report.conversions)
    }

    /// `ranking.primary` must be a model of which there will be a list.
    func requirePrimary() throws {
        guard let wanted = configuration.ranking.primary.model, !models.contains(wanted) else { return }
        throw PipelineError.noPrimary(wanted, models: models)
    }

    /// The models that have no part in the primary list, and the ensemble of the others: by the backtest where there is one, else by the test metrics.
    func excluded(
        _ model: TrainedModel, backtest: BacktestReport?, metrics: TestMetrics?
    ) -> (ensemble: EnsembleSettings, excluded: [ExcludedModel]) {
        guard model.fallback == nil else { return (model.ensemble, []) }
        let weak = backtest.map { $0.choice.excluded ?? [] } ?? metrics?.excluded ?? []
        return weak.applied(to: model.ensemble, of: model.members.map(\.name))
    }

    /// The model whose list later stages use.
    ///
    /// - Parameters:
    ///   - model: with the ensemble as it is listed.
    ///   - excluded: models that have no part in it.
    func primary(
        of model: TrainedModel, backtest: BacktestReport?, excluded: [ExcludedModel]
    ) -> BacktestReport.Choice {
        if model.fallback != nil {
            return .init(model: model.names[0], reason: "it is the only one, for want of conversions")
        }
        if let wanted = configuration.ranking.primary.model, model.names.contains(wanted) {
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

private struct BacktestNotPossible: Error {}
