internal import Base
internal import DuckDB
internal import Reporting
internal import Snapshots

/// The exploration of the snapshots, for the report and the dashboard.
struct ExploreStage: Stage {
    static let name = StageName.explore

    let pipeline: Pipeline

    func run(in session: RunSession, work: String) throws -> (value: ExplorationReport, rows: RowCounts) {
        pipeline.progress.begin("exploring the snapshots", total: nil, unit: "tables")
        let snapshots = try session.snapshots()
        let report = try Explorer(
            snapshots: snapshots, checks: session.checks(), connection: pipeline.openDatabase().connect(),
            threads: pipeline.threads
        ).explore()
        try session.folder.write(report, to: .exploration)
        pipeline.progress.end("\(report.months.count) months, \(report.distributions.count) distributions")
        return (
            report,
            RowCounts(
                rowsIn: snapshots.counts.snapshots + snapshots.counts.coldSpans, rowsOut: report.months.count)
        )
    }
}
