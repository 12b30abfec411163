package import Base
internal import DuckDB
internal import Foundation
package import Logging
package import Modeling
package import Playbooks
package import Ranking
package import Reporting
internal import Settings
package import Snapshots
package import Sources
internal import UsageStore

/// Runs the stages for one Sunday and owns the run folder.
package struct Pipeline {
    /// The version of the program, defined only here. Between releases it is the next version with `-dev`.
    package static let version = "0.2.0-dev"

    let loaded: LoadedConfiguration
    let today: Day
    let progress: any ProgressReporter
    let cancellation: Cancellation
    let logger: Logger
    /// The API key of the language model.
    let key: APIKey?
    /// The commit that the program was built from.
    let commit: String?

    /// Makes a pipeline.
    ///
    /// - Parameters:
    ///   - today: The day on which the program runs. Later dates in the data are "in the future".
    ///   - key: The API key of the language model, or nil if there is none.
    ///   - commit: The commit that the program was built from, for the manifest. nil: unknown.
    package init(
        loaded: LoadedConfiguration, today: Day, progress: any ProgressReporter, cancellation: Cancellation,
        logger: Logger, key: APIKey? = nil, commit: String? = nil
    ) {
        self.loaded = loaded
        self.today = today
        self.progress = progress
        self.cancellation = cancellation
        self.logger = logger
        self.key = key
        self.commit = commit
    }

    var configuration: Configuration { loaded.configuration }
    var output: String { configuration.output.folder }
    var threads: Int { configuration.resources.threads ?? ProcessInfo.processInfo.activeProcessorCount }

    /// The models whose lists a run writes.
    package var models: [ModelName] {
        ModelName.ranking(configuration.models.members, ensemble: configuration.ensemble)
    }

    /// Runs the stages up to a given one.
    ///
    /// - Parameters:
    ///   - last: The last stage to run. Results are published only if the run includes `rank`.
    ///   - asOf: The Sunday. nil: the latest that the data covers.
    ///   - resume: Whether to continue the latest unfinished run instead of starting a new one.
    ///   - quick: Whether to skip backtest and audit. A resumed run continues as it began.
    ///   - requiresNew: Whether to end with `PipelineError.nothingNew` if the Sunday's list was published from the same
    ///     usage.
    ///   - publishes: Whether lists replace those in `results/`. Lists of a failed audit never do.
    /// - Throws: `CheckFailed` if the data has errors, `Interrupted` after Ctrl-C.
    package func run(
        through last: StageName = .rank, asOf: Day? = nil, resume: Bool = false, quick: Bool = false,
        requiresNew: Bool = false, publishes: Bool = true
    ) throws -> RunOutcome {
        try requirePrimary()
        try AcceptedFindings.requireKnown(configuration.modeling)
        try LearnerCheck.requireUsable(configuration.modeling)
        let lock = try lockOutput()
        defer { withExtendedLifetime(lock) {} }
        if last.path.contains(.train) { _ = try tunedMembers() }
        if last.path.contains(.segment) { try checkPlaybooks() }
        if last.path.contains(.report) { try checkReport() }
        let hashes = InputHashes(
            configuration, asOf: asOf,
            files: configuration.models.tuned && last.path.contains(.train) ? [tunedFile] : [])
        var session = resume ? try unfinishedRun(hashes: hashes) : try beginRun(asOf: asOf, quick: quick)
        var company: SourcesRead?
        var report: CheckReport?
        if !session.folder.hasFinished(.check) {
            let stage = CheckStage(
                pipeline: self, asOf: session.folder.manifest.asOf, hashes: hashes, requiresNew: requiresNew)
            do {
                let read = try run(stage, in: session)
                company = read
                report = read.report
            } catch {
                // A run with unusable sources is removed.
                session.folder.remove()
                throw error is Interrupted ? PipelineError.stoppedBeforeItBegan : error
            }
        }
        let published = published()
        do {
            var outcome = try runStages(
                through: last, session: &session, company: &company, report: report, publishes: publishes)
            outcome.notices = notices(outcome.manifest, published: published)
            return outcome
        } catch {
            var described = describe(error)
            if last == .tune, described is Interrupted { described = TuningInterrupted() }
            try session.folder.update {
                $0.state = .failed
                $0.finished = Date()
                $0.failure = described.description
            }
            throw described
        }
    }

    private func runStages(
        through last: StageName, session: inout RunSession,
        company: inout SourcesRead?,
        report: CheckReport?,
        publishes: Bool
    ) throws -> RunOutcome {
        let stages = last.path
        if stages.contains(.snapshots), !session.folder.hasFinished(.snapshots) {
            if company == nil {
                company = try readSources(asOf: session.asOf)
            }
            try run(SnapshotStage(pipeline: self, company: company!), in: session)
        }
        // Release the tables: training needs the memory.
        company = nil
        if stages.contains(.explore) { try runOnce(ExploreStage(pipeline: self), in: session) }
        if stages.contains(.train) { try runOnce(TrainStage(pipeline: self), in: session) }
        if stages.contains(.backtest) { try backtestInRun(session) }
        let tuning = stages.contains(.tune) ? try run(TuneStage(pipeline: self), in: session) : []
        var lists: [RankedList] = []
        var results: String?
        var playbooks: PlaybookReport?
        if stages.contains(.rank) {
            lists = try runOnce(RankStage(pipeline: self), in: session) ?? session.lists()
        }
        var audited: AuditReport?
        if stages.contains(.audit), session.folder.manifest.quick != true {
            audited = try stoppable { try runOnce(AuditStage(pipeline: self), in: session) ?? session.audit() }
        }
        let failure = audited.flatMap { $0.status == .failed ? AuditFailed(report: $0) : nil }
        if stages.contains(.segment), failure == nil {
            playbooks = try runOnce(SegmentStage(pipeline: self), in: session) ?? session.playbooks()
        }
        // A failed audit is reported too.
        if stages.contains(.report) { try runOnce(ReportStage(pipeline: self), in: session) }
        if stages.contains(.rank), publishes, failure == nil {
            results = try publish(lists, of: session)
        }
        try session.folder.update {
            $0.state = failure == nil ? .finished : .failed
            $0.finished = Date()
            $0.failure = failure?.description
        }
        logger.info("run finished", metadata: ["run": "\(session.folder.manifest.id)"])
        return RunOutcome(
            manifest: session.folder.manifest, folder: session.folder.path, report: report,
            snapshots: try? session.snapshots(), model: try? session.model(), backtest: try? session.backtest(),
            tuning: tuning, lists: lists, audit: audited, results: results, playbooks: playbooks)
    }

    /// Replaces the published lists after everything has succeeded. A list that this run does not have is removed.
    ///
    /// `list.csv` is the primary model's list. If one model replaces the configured members, its list is also published
    /// under the standard name.
    func publish(_ lists: [RankedList], of session: RunSession) throws -> String {
        let isFallback = try session.model().fallback != nil
        try cancellation.check()
        let results = output + "/results"
        try FileManager.default.createDirectory(atPath: results, withIntermediateDirectories: true)
        if let primary = lists.primary { try AtomicFile.copy(primary.csvFile, to: "\(results)/\(RankedList.fileName)") }
        for list in lists { try AtomicFile.copy(list.csvFile, to: "\(results)/\(list.model.listFile)") }
        for name in ModelName.known where !lists.contains(where: { $0.model == name }) {
            if isFallback, name.listFile == ModelName.standardListFile { continue }
            try? FileManager.default.removeItem(atPath: "\(results)/\(name.listFile)")
        }
        if isFallback { try AtomicFile.copy(lists[0].csvFile, to: "\(results)/\(ModelName.standardListFile)") }
        if session.folder.hasFinished(.segment) {
            let playbooks = try session.folder.files.path(.exportedPlaybooks)
            try AtomicFile.copy(playbooks, to: "\(results)/\(PlaybookList.file)")
        } else {
            try? FileManager.default.removeItem(atPath: "\(results)/\(PlaybookList.file)")
        }
        let manifest = session.folder.manifest
        try AtomicFile.write(
            PublishedRun(
                run: manifest.id, asOf: session.asOf, model: manifest.primary?.model, clocks: manifest.clocks,
                usage: manifest.usage),
            to: results + "/" + PublishedRun.file)
        return results
    }

    /// Returns an error in the form that users see. A stopped query is an interruption.
    private func describe(_ error: any Error) -> any ProspectError {
        if cancellation.isCancelled { return Interrupted() }
        if (error as? DuckDBError)?.isOutOfMemory == true { return PipelineError.outOfMemory() }
        if let error = error as? any ProspectError { return error }
        return PipelineError(problem: "\(error)")
    }
}

/// The results of a run.
package struct RunOutcome: Sendable {
    package let manifest: Manifest
    /// What a reader must know first: that usage is old, or that nothing new came.
    package var notices: [String] = []
    package let folder: String
    /// The findings of the checks, or nil if a resumed run did not read the sources.
    package let report: CheckReport?
    /// The exploration of the snapshots, or nil if the run did not explore them.
    package var exploration: ExplorationReport? {
        try? RunFiles(folder: folder, manifest: manifest).read(.exploration)
    }

    /// The report's page, or nil if the run has none.
    package var reportPage: String? {
        manifest.stages.contains { $0.name == .report } ? "\(folder)/\(RunSession.reportPage)" : nil
    }
    package let snapshots: SnapshotSet?
    /// The model, or nil if the run did not get that far.
    package let model: TrainedModel?
    /// The backtest, or nil if there was none. The manifest says why.
    package let backtest: BacktestReport?
    /// The result for each tuned member.
    package let tuning: [TuningReport]
    /// The lists, one per model, if the run got that far. The first is the one without a suffix.
    package let lists: [RankedList]
    /// The audit, or nil if the run was not audited.
    package let audit: AuditReport?
    /// The folder of the published lists, or nil if none were published.
    package let results: String?
    /// The result of the playbooks, if the run got that far.
    package let playbooks: PlaybookReport?

    /// Returns the list of a model, or the primary one if no model is named.
    package func list(_ model: ModelName? = nil) -> RankedList? {
        model.map { name in lists.first { $0.model == name } } ?? lists.primary
    }
}
