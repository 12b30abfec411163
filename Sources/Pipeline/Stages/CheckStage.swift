internal import Base
internal import Foundation
internal import Logging
internal import Modeling
internal import Snapshots
internal import Sources
internal import UsageStore

/// Reads and checks the three tables, and chooses the Sunday from them.
struct CheckStage: Stage {
    static let name = StageName.check

    let pipeline: Pipeline
    /// The requested Sunday, if any.
    let asOf: Day?
    let hashes: InputHashes
    /// Whether the run ends if its Sunday was published from the same usage.
    let requiresNew: Bool

    func run(in session: RunSession, work: String) throws -> (value: SourcesRead, rows: RowCounts) {
        let read = try pipeline.readSources(asOf: asOf)
        let inputs = hashes.wait()
        let usage = InputHashes.usageFingerprint(inputs, pipeline.configuration.sources, read.usage.totals)
        if asOf == nil { try pipeline.checkFreshness(read.tables.clocks) }
        if requiresNew, let published = pipeline.published(), published.asOf == read.asOf, published.usage == usage {
            throw PipelineError.nothingNew(published)
        }
        try session.folder.update {
            $0.inputs = inputs
            $0.clocks = read.tables.clocks
            $0.usage = usage
        }
        try session.keepChecks(read, work: work)
        try session.folder.name(for: read.asOf)
        pipeline.logger.info("run begun", metadata: ["run": "\(session.folder.manifest.id)"])
        return (
            read,
            RowCounts(rowsIn: read.report.tables.reduce(0) { $0 + $1.rows }, rowsOut: read.tables.usageRows)
        )
    }
}
