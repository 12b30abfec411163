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
    /// The version of the program, and nowhere else. Between releases it is that of the next, with `-dev` behind it.
    package static let version = "0.2.0-dev"

    let loaded: LoadedConfiguration
    let today: Day
    let progress: any ProgressReporter
    let cancellation: Cancellation
    let logger: Logger
    /// Of the language model.
    let key: APIKey?
    /// What the program was built from.
    let commit: String?

    /// - Parameters:
    ///   - today: the day on which the program runs; later dates in the data are "in the future".
    ///   - key: of the language model; nil: there is none.
    ///   - commit: what the program was built from, for the manifest; nil: not known.
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

    /// The models of which a run writes lists.
    package var models: [ModelName] {
        ModelName.ranking(configuration.models.members, ensemble: configuration.ensemble)
    }

    /// Runs the stages up to one of them.
    ///
    /// - Parameters:
    ///   - last: the last stage to run; results are published only where it comes to `rank`.
    ///   - asOf: the Sunday; nil: the latest that the data covers.
    ///   - resume: go on with the latest unfinished run instead of a new one.
    ///   - quick: leave backtest and audit out; a resumed run does as it began.
    ///   - requiresNew: end with `PipelineError.nothingNew` where the Sunday's list was published from the same usage.
    ///   - publishes: whether lists replace those in `results/`; those of a failed audit never do.
    /// - Throws: `CheckFailed` when the data has errors, `Interrupted` after Ctrl-C.
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
                // Nothing is left of a run whose sources are not usable.
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
        // The tables are needed no more; their memory is.
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

    /// Replaces the published lists, now that everything has succeeded; a list that this run does not have goes.
    ///
    /// `list.csv` is the primary model's list. Where one model stands for the configured members, its list is also
    /// published under the standard name.
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

    /// An error as the user is told it; a query that was stopped is an interruption.
    private func describe(_ error: any Error) -> any ProspectError {
        if cancellation.isCancelled { return Interrupted() }
        if (error as? DuckDBError)?.isOutOfMemory == true { return PipelineError.outOfMemory() }
        if let error = error as? any ProspectError { return error }
        return PipelineError(problem: "\(error)")
    }
}

/// What a run made.
package struct RunOutcome: Sendable {
    package let manifest: Manifest
    /// What has to be known before anything else: that usage is old, or that nothing new came.
    package var notices: [String] = []
    package let folder: String
    /// What the checks found; nil where a resumed run did not read the sources.
    package let report: CheckReport?
    /// What the snapshots look like; nil where the run did not look.
    package var exploration: ExplorationReport? {
        try? RunFiles(folder: folder, manifest: manifest).read(.exploration)
    }

    /// The report's page; nil where the run has none.
    package var reportPage: String? {
        manifest.stages.contains { $0.name == .report } ? "\(folder)/\(RunSession.reportPage)" : nil
    }
    package let snapshots: SnapshotSet?
    /// nil where the run did not come so far.
    package let model: TrainedModel?
    /// nil where there was none; the manifest says why.
    package let backtest: BacktestReport?
    /// What was found for each member that was tuned.
    package let tuning: [TuningReport]
    /// The lists, one per model, where the run came so far; the first is the one without a suffix.
    package let lists: [RankedList]
    /// What the audit found; nil where the run was not audited.
    package let audit: AuditReport?
    /// The folder of the published lists; nil where none were.
    package let results: String?
    /// What the playbooks came to, where the run came so far.
    package let playbooks: PlaybookReport?

    /// The list of a model; the primary one where none is named.
    package func list(_ model: ModelName? = nil) -> RankedList? {
        model.map { name in lists.first { $0.model == name } } ?? lists.primary
    }
}
