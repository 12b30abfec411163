internal import Base
internal import DuckDB
internal import Modeling
internal import Snapshots

/// The backtest of the models on past Sundays, and the calibrations fitted on its scores.
struct BacktestStage: Stage {
    static let name = StageName.backtest

    let pipeline: Pipeline
    let sundays: BacktestSundays
    let configuration: ModelingSettings
    /// A file for the raw scores, or nil for none.
    var csv: String?
    /// Whether the run continues without a backtest if the history is too short. The run then says so.
    var mayBeLeftOut = false
    /// Whether enough portals have converted for a model to learn from.
    var hasModels = true

    func run(in session: RunSession, work: String) throws -> (value: BacktestReport?, rows: RowCounts) {
        guard hasModels else {
            return try leaveOut(
                "There is no backtest: too few portals have converted for a model to learn from.", session)
        }
        let found: Backtest.Outcome
        do {
            found = try Backtest(
                configuration: configuration, snapshots: session.snapshots(), tuned: pipeline.tunedMembers(),
                database: pipeline.openDatabase(), threads: pipeline.threads, progress: pipeline.progress,
                cancellation: pipeline.cancellation
            ).run(sundays, csv: csv)
        } catch let error as ModelingError where error.isTooLittleHistory && mayBeLeftOut {
            return try leaveOut("There is no backtest. \(error.problem)", session)
        }
        let report = found.report
        try session.folder.write(found.calibrations, to: .calibration)
        try session.folder.write(report, to: .backtest)
        return (
            report,
            RowCounts(rowsIn: report.folds.reduce(0) { $0 + $1.portals }, rowsOut: report.conversions)
        )
    }

    private func leaveOut(_ reason: String, _ session: RunSession) throws -> (BacktestReport?, RowCounts) {
        try session.folder.update { $0.notBacktested = reason }
        return (nil, RowCounts(rowsIn: 0, rowsOut: 0))
    }
}
