internal import Base
internal import DuckDB
internal import Foundation
internal import Modeling
internal import Snapshots
internal import Sources

/// The audit of a run that has its lists: `audit.json` in its folder and a section of the model card.
///
/// The stage reads the tables again and makes lists from changed copies of them, with one member and few rounds.
struct AuditStage: Stage {
    static let name = StageName.audit

    let pipeline: Pipeline

    func run(in session: RunSession, work: String) throws -> (value: AuditReport, rows: RowCounts) {
        let (threads, today) = (pipeline.threads, pipeline.today)
        let (progress, cancellation) = (pipeline.progress, pipeline.cancellation)
        let workers = min(threads, 2)
        let snapshots = try session.snapshots()
        let model = try session.model()

        progress.begin("audit: changed copies of the tables", total: nil, unit: "tables")
        let quiet = Pipeline(
            loaded: pipeline.loaded, today: today, progress: SilentProgress(), cancellation: cancellation,
            logger: pipeline.logger)
        let base = try quiet.readSources(asOf: session.asOf)
        var configuration = pipeline.configuration.modeling
        configuration.walk.source = base.configuration
        let bench = AuditBench(
            configuration: configuration, today: today, threads: max(1, threads / workers), cancellation: cancellation,
            work: work, open: { try pipeline.openDatabase(threads: max(1, threads / workers)) })
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
        return (
            report,
            RowCounts(
                rowsIn: snapshots.counts.snapshots + snapshots.counts.coldSnapshots,
                rowsOut: report.checks.reduce(0) { $0 + $1.findings.count })
        )
    }

    /// Checks the rows of the run's own periods, and of the folds of its backtest if there was one.
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
