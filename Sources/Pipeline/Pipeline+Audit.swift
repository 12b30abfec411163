package import Base
internal import DuckDB
internal import Foundation
package import Modeling
internal import Snapshots
internal import Sources

extension Pipeline {
    /// Audits a run that has its lists; the result is `audit.json` in its folder and a section of the model card.
    ///
    /// The tables are read again, and lists are made from changed copies of them, with one member and few rounds.
    func audit(_ session: RunSession) throws -> AuditReport {
        let clock = StageClock()
        let work = session.folder.file("audit.partial")
        try? FileManager.default.removeItem(atPath: work)
        defer { try? FileManager.default.removeItem(atPath: work) }
        let workers = min(threads, 2)
        let snapshots = try session.snapshots()
        let model = try session.model()

        progress.begin("audit: changed copies of the tables", total: nil, unit: "tables")
        let quiet = Pipeline(
            loaded: loaded, today: today, progress: SilentProgress(), cancellation: cancellation, logger: logger)
        let base = try quiet.readSources(asOf: session.asOf)
        var configuration = configuration.modeling
        configuration.walk.source = base.configuration
        let bench = AuditBench(
            configuration: configuration, today: today, threads: max(1, threads / workers), cancellation: cancellation,
            work: work, open: { try openDatabase(threads: max(1, threads / workers)) })
        let metrics = session.folder.manifest.metrics
        let plan = try AuditPlan(
            snapshots: snapshots, base: base, configuration: configuration,
            shuffles: LabelShuffleCheck.shuffles(convertedPortals: metrics?.period.convertedPortals ?? 0), bench: bench)
        progress.end("\(plan.pieces.count) pieces of work")

        progress.begin("audit: lists made again", total: plan.pieces.count, unit: "pieces")
        let made = try concurrently(plan.pieces.count, threads: workers, progress: progress) {
        } body: { _, index in
            try cancellation.check()
            return try plan.make(plan.pieces[index], bench: bench)
        }
        progress.end("\(made.count) pieces")

        progress.begin("audit: rows and columns", total: nil, unit: "columns")
        let connection = try base.database.connect()
        let scan = try FeatureColumns(
            configuration: configuration, snapshots: snapshots, period: model.trainedOn, connection: connection
        ).scan(positions: TableVariantWriter.positions)
        let split = try splitCheck(session, snapshots, model, connection: connection)
        let result = metrics.map {
            TestResultCheck.check($0, accepted: Set(configuration.audit.accepted), scan: scan)
        }
        progress.end("done")

        let report = AuditReport(
            asOf: session.asOf, earlier: plan.earlier, seed: configuration.seed,
            member: AuditProbe.member(configuration), rounds: AuditProbe.rounds(configuration),
            checks: [
                try plan.futureDeletion(made, bench: bench), try plan.labelShuffle(made),
                try plan.idsAndOrder(made, bench: bench), split, scan,
                result ?? .skipped(.testResult, "Not judged: the run has no test metrics."),
            ])
        try session.keep(report)
        try session.finish(
            .audit, clock, rowsIn: snapshots.counts.snapshots + snapshots.counts.coldSnapshots,
            rowsOut: report.checks.reduce(0) { $0 + $1.findings.count })
        return report
    }

    /// The rows of the run's own periods, and of the folds of its backtest where there was one.
    private func splitCheck(
        _ session: RunSession, _ snapshots: SnapshotSet, _ model: TrainedModel, connection: Connection
    ) throws -> AuditCheck {
        var check = SplitCheck(horizon: snapshots.horizon, connection: connection)
        try check.examine(model, snapshots: snapshots, metrics: session.folder.manifest.metrics)
        if let backtest = try session.backtest() {
            check.examine(backtest.folds, labelsThrough: snapshots.labelsThrough)
        }
        return check.check
    }
}

/// The audit failed; the lists stay in the run folder and are not published.
package struct AuditFailed: ProspectError {
    package let report: AuditReport

    package init(report: AuditReport) { self.report = report }

    package var problem: String {
        let subjects = report.failures.map { "\($0.finding.subject) (\($0.check.rawValue))" }
        return "The audit failed: \(subjects.joined(separator: ", ")). The lists were not published."
    }
    package var remedy: String? {
        "`prospect audit` says what each finding means; the lists and audit.json are in the run folder."
    }
    package var exitCode: ExitStatus { .auditFailed }
}
