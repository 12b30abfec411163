internal import Base
internal import Foundation
internal import Modeling
internal import Snapshots
internal import Sources

/// The walk from the tables to the snapshot files.
struct SnapshotStage: Stage {
    static let name = StageName.snapshots

    let pipeline: Pipeline
    let company: SourcesRead

    func run(in session: RunSession, work: String) throws -> (value: SnapshotSet, rows: RowCounts) {
        var walk = pipeline.configuration.modeling.walk
        walk.source = company.configuration
        let snapshots = try SnapshotBuilder(
            configuration: walk, company: company.tables, usage: company.usage, asOf: session.asOf,
            database: company.database, threads: pipeline.threads, progress: pipeline.progress,
            cancellation: pipeline.cancellation
        ).build(in: work)
        try session.keep(snapshots, from: work)
        return (
            snapshots,
            RowCounts(
                rowsIn: company.tables.usageRows, rowsOut: snapshots.counts.snapshots + snapshots.counts.coldSpans)
        )
    }
}
