internal import Base
internal import Charts
internal import DuckDB
internal import Foundation
internal import Modeling
internal import Ranking
internal import Reporting
internal import Snapshots
internal import Sources

extension Pipeline {
    /// Checks before the work of a run that the library for the report's charts is available.
    func checkReport() throws { _ = try PlotlyLibrary.path() }

    /// Writes the report of a run that has its lists.
    ///
    /// - Parameter id: The id of the run. nil: the latest run that has lists.
    /// - Throws: `PipelineError` if there is no such run.
    package func writeReport(run id: String?) throws -> RunOutcome {
        let lock = try lockOutput()
        defer { withExtendedLifetime(lock) {} }
        try checkReport()
        let runs = RunFolder.all(in: output)
        guard let folder = runs.last(where: { id == nil ? $0.hasFinished(.rank) : $0.manifest.id == id }) else {
            throw id.map { PipelineError.noSuchRun($0, output) } ?? .nothingRanked(output)
        }
        guard folder.hasFinished(.rank) else { throw PipelineError.runHasNoList(folder.manifest.id) }
        let session = RunSession(folder: folder)
        try stoppable {
            try runOnce(ExploreStage(pipeline: self), in: session)
            try run(ReportStage(pipeline: self), in: session)
        }
        return RunOutcome(
            manifest: folder.manifest, folder: folder.path, report: nil, snapshots: try session.snapshots(),
            model: try session.model(), backtest: try session.backtest(), tuning: [], lists: try session.lists(),
            audit: try session.audit(), results: nil, playbooks: nil)
    }

    func reportContent(_ session: RunSession, connection: Connection) throws -> ReportContent {
        let manifest = session.folder.manifest
        var content = ReportContent(
            snapshots: try session.snapshots(), exploration: try session.exploration(), lists: try session.lists(),
            model: try session.model())
        content.freshness = manifest.today.map {
            content.snapshots.clocks.freshness(today: $0, warn: configuration.freshness.warn)
        }
        content.primary = manifest.primary
        content.isQuick = manifest.quick == true
        content.notBacktested = manifest.notBacktested
        content.backtest = try session.backtest()
        content.calibration = try session.calibrations()
        content.audit = try session.audit()
        content.metrics = try session.metrics()
        content.playbooks = session.folder.hasFinished(.segment) ? try session.playbooks() : nil
        if let list = content.lists.primary {
            content.influences =
                try reasons(in: session.folder, for: list.model).map {
                    try InfluenceReader(reasons: $0, connection: connection).influences(of: list.model)
                } ?? []
            content.changes = try earlierList(than: session).map { earlier in
                try ListComparison(
                    current: list, earlier: earlier, portalsFile: content.snapshots.portalsFile, connection: connection
                ).changes()
            }
        }
        content.settings = manifest.configuration.filter { entry in
            !["sources.", "resources.", "output.", "playbooks.prompts"].contains { entry.key.hasPrefix($0) }
        }.map { .init(key: $0.key, value: $0.value) }
        content.inputs = manifest.inputs.map {
            .init(name: ($0.path as NSString).lastPathComponent, bytes: $0.bytes, sha256: $0.sha256)
        }
        content.versions = manifest.versions.sorted { $0.key < $1.key }.map { .init(key: $0.key, value: $0.value) }
        content.seed = manifest.seed
        return content
    }

    /// Returns the primary list of the latest finished run of the last earlier Sunday.
    private func earlierList(than session: RunSession) throws -> RankedList? {
        let earlier = RunFolder.all(in: output).filter { folder in
            folder.manifest.state == .finished && folder.hasFinished(.rank)
                && folder.manifest.asOf.map { $0 < session.asOf } == true
        }
        guard let last = earlier.compactMap(\.manifest.asOf).max(),
            let folder = earlier.last(where: { $0.manifest.asOf == last })
        else { return nil }
        return try RunSession(folder: folder).lists().primary
    }
}

extension RunSession {
    static let reportPage = "report.html"
    static let reportText = "report.md"
}

extension PipelineError {
    fileprivate static func noSuchRun(_ id: String, _ folder: String) -> Self {
        Self(
            problem: "There is no run '\(id)' in '\(folder)'.", remedy: "`prospect runs` lists them.",
            exitCode: .badInput)
    }

    fileprivate static func runHasNoList(_ id: String) -> Self {
        Self(
            problem: "The run \(id) has no list to report on.",
            remedy: "`prospect run` makes one; `prospect run --resume` goes on with a run that was stopped.",
            exitCode: .badInput)
    }
}
