internal import Foundation
package import Modeling
package import ProspectCore

extension Pipeline {
    /// Makes the snapshots in a run of its own and judges the models on past Sundays.
    ///
    /// - Parameters:
    ///   - csv: a file for the raw scores; nil: none.
    /// - Returns: the run and what the backtest found, which is also `backtest.json` in its folder.
    package func backtest(
        _ sundays: BacktestSundays, asOf: Day?, csv: String?
    ) throws -> (outcome: RunOutcome, report: BacktestReport) {
        let outcome = try run(through: .snapshots, asOf: asOf)
        guard let snapshots = outcome.snapshots else { throw PipelineError.nothingToResume(output) }
        let clock = StageClock()
        let report = try stoppable {
            try Backtest(
                configuration: configuration, snapshots: snapshots, database: openDatabase(), threads: threads,
                progress: progress, cancellation: cancellation
            ).run(sundays, csv: csv.map { $0 + ".partial" })
        }
        if let csv { try AtomicFile.rename(csv + ".partial", to: csv) }
        try AtomicFile.write(report, to: outcome.folder + "/backtest.json")
        let session = RunSession(folder: RunFolder(path: outcome.folder, manifest: outcome.manifest))
        try session.finish(
            .backtest, clock, rowsIn: report.folds.reduce(0) { $0 + $1.portals }, rowsOut: report.conversions)
        return (outcome, report)
    }
}
