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
        var company: (database: Database, tables: CompanyTables, usage: UsageStore, configuration: SourceSettings)?
        var report: CheckReport?
        if !session.folder.hasFinished(.check) {
            let read = try readSources(
                in: session, asOf: session.folder.manifest.asOf, hashes: hashes, requiresNew: requiresNew)
            company = (read.database, read.tables, read.usage, read.configuration)
            report = read.report
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
        company: inout (database: Database, tables: CompanyTables, usage: UsageStore, configuration: SourceSettings)?,
        report: CheckReport?,
        publishes: Bool
    ) throws -> RunOutcome {
        let stages = last.path
        if stages.contains(.snapshots), !session.folder.hasFinished(.snapshots) {
            if company == nil {
                let read = try readSources(asOf: session.asOf)
                company = (read.database, read.tables, read.usage, read.configuration)
            }
            try makeSnapshots(session, company: company!)
        }
        // The tables are needed no more; their memory is.
        company = nil
        if stages.contains(.explore), !session.folder.hasFinished(.explore) { try explore(session) }
        if stages.contains(.train), !session.folder.hasFinished(.train) { try train(session) }
        if stages.contains(.backtest), !session.folder.hasFinished(.backtest) { try backtestInRun(session) }
        let tuning = stages.contains(.tune) ? try tune(session) : []
        var lists: [RankedList] = []
        var results: String?
        var playbooks: PlaybookReport?
        if stages.contains(.rank) {
            lists = session.folder.hasFinished(.rank) ? try session.lists() : try rank(session)
        }
        var audited: AuditReport?
        if stages.contains(.audit), session.folder.manifest.quick != true {
            audited = try stoppable { try session.folder.hasFinished(.audit) ? session.audit() : audit(session) }
        }
        let failure = audited.flatMap { $0.status == .failed ? AuditFailed(report: $0) : nil }
        if stages.contains(.segment), failure == nil {
            playbooks = session.folder.hasFinished(.segment) ? try session.playbooks() : try segment(session)
        }
        // A failed audit is reported too.
        if stages.contains(.report), !session.folder.hasFinished(.report) { try writeReport(session) }
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

    private func makeSnapshots(
        _ session: RunSession,
        company: (database: Database, tables: CompanyTables, usage: UsageStore, configuration: SourceSettings)
    ) throws {
        let clock = StageClock()
        let work = session.folder.file("work.partial")
        try? FileManager.default.removeItem(atPath: work)
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
        var walk = configuration.modeling.walk
        walk.source = company.configuration
        let builder = SnapshotBuilder(
            configuration: walk, company: company.tables, usage: company.usage, asOf: session.asOf,
            database: company.database, threads: threads, progress: progress, cancellation: cancellation)
        let snapshots = try builder.build(in: work)
        try session.keep(snapshots, from: work)
        try session.finish(
            .snapshots, clock, rowsIn: company.tables.usageRows,
            rowsOut: snapshots.counts.snapshots + snapshots.counts.coldSpans)
    }

    private func train(_ session: RunSession) throws {
        let clock = StageClock()
        let snapshots = try session.snapshots()
        let database = try openDatabase()
        let work = session.folder.file("model.partial")
        try? FileManager.default.removeItem(atPath: work)
        try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
        let trainer = ModelTrainer(
            configuration: configuration.modeling, snapshots: snapshots, connection: try database.connect(),
            tuned: try tunedMembers(), threads: threads, progress: progress, cancellation: cancellation)
        let (model, metrics, revenue) = try trainer.train(
            in: work,
            revenue: RevenueTrainer(
                configuration: configuration.modeling, snapshots: snapshots, connection: try database.connect(),
                cancellation: cancellation))
        try session.keep(model, revenue, metrics, from: work)
        try session.finish(
            .train, clock, rowsIn: snapshots.counts.snapshots + snapshots.counts.coldSnapshots,
            rowsOut: model.snapshots)
    }

    /// Scores and explains the free portals, side by side, and readies the scored ones for the lists.
    private func score(
        _ model: TrainedModel, _ snapshots: SnapshotSet, session: RunSession, database: Database
    ) throws -> (forecasts: [ModelName: ListForecast], explanations: Explanations) {
        enum Part: Sendable {
            case forecasts([ModelName: ListForecast])
            case explanations
        }
        let calibrations = try session.calibrations()
        let revenue = try session.revenueModel()
        let members = try session.folder.files.path(.model)
        let explanations = Explanations(session.folder, suffix: ".partial")
        let scores = session.folder.file(Artifact.scores.path + ".partial")
        let parts = try concurrently(2, threads: threads) {
            try database.connect()
        } body: { connection, part -> Part in
            if part == 0 {
                try explain(
                    model, snapshots, members: members, calibrations: calibrations, to: explanations,
                    connection: connection)
                return .explanations
            }
            let forecasts = try Scorer(
                snapshots: snapshots, firmographics: configuration.features.firmographics, connection: connection
            ).score(
                model, in: members, calibrations: calibrations, revenue: revenue,
                cuts: configuration.ranking.bands, seed: configuration.seed, to: scores)
            try ListWriter(snapshots: snapshots, seed: configuration.seed, connection: connection)
                .prepare(model.names, scores: scores)
            return .forecasts(forecasts)
        }
        guard case .forecasts(let forecasts) = parts[1] else {
            preconditionFailure("Each part has its own kind of result.")
        }
        try session.folder.adopt(scores, as: .scores)
        try explanations.keep(in: session.folder)
        return (forecasts, Explanations(session.folder))
    }

    /// The model as it is listed: its ensemble is that of the members that are not excluded, here and wherever the run's
    /// model is read.
    private func listed(
        _ trained: TrainedModel, by ensemble: EnsembleSettings, in session: RunSession
    ) throws -> TrainedModel {
        guard ensemble != trained.ensemble else { return trained }
        var model = trained
        model.ensemble = ensemble
        try session.folder.write(model, to: .listedModel)
        return model
    }

    private func rank(_ session: RunSession) throws -> [RankedList] {
        let clock = StageClock()
        let snapshots = try session.snapshots()
        let database = try openDatabase()
        progress.begin("scoring the free portals of \(snapshots.asOf)", total: nil, unit: "portals")
        let backtest = try session.backtest()
        let trained = try session.folder.files.read(.trainedModel)
        let (ensemble, excluded) = excluded(trained, backtest: backtest, metrics: try session.metrics())
        let model = try listed(trained, by: ensemble, in: session)
        let scored = try score(model, snapshots, session: session, database: database)
        let folder = session.folder.path
        var lists = try concurrently(model.names.count, threads: threads) {
            try database.connect()
        } body: { connection, index in
            let name = model.names[index]
            return try ListWriter(snapshots: snapshots, seed: configuration.seed, connection: connection).write(
                name, forecast: scored.forecasts[name]!, explanations: scored.explanations,
                to: "\(folder)/\(name.listFile).partial", table: "\(folder)/\(name.tableFile).partial", top: 10)
        }
        let primary = primary(of: model, backtest: backtest, excluded: excluded)
        for index in lists.indices {
            let name = lists[index].model
            let table = name == primary.model ? Artifact<Table>.list : .list(name)
            try session.folder.adopt(lists[index].file, as: table)
            try session.folder.adopt(lists[index].csvFile, as: .exportedList(name))
            lists[index].file = session.folder.file(table.path)
            lists[index].csvFile = session.folder.file(name.listFile)
            lists[index].isPrimary = lists[index].model == primary.model
            lists[index].notBacktested = session.folder.manifest.notBacktested
            lists[index].basis = model.basis
        }
        if let list = lists.primary { try AtomicFile.copy(list.csvFile, to: session.folder.file(RankedList.fileName)) }
        try session.keep(lists)
        try session.folder.update { $0.primary = primary }
        try session.writeCard()
        let totals = lists[0].reconciliation
        progress.end("\(totals.listed) portals")
        if totals.listed == 0 {
            // Under observed-span on weekly usage the last rows are those of Monday, so no portal reaches the snapshot day.
            logger.warning(
                "the list is empty: no free portal has a snapshot on this day",
                metadata: ["population": "\(snapshots.population.rawValue)", "free": "\(totals.free)"])
        }
        try session.finish(.rank, clock, rowsIn: totals.free, rowsOut: totals.listed)
        return lists
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

/// Time and memory of a stage, from its beginning.
struct StageClock {
    private let start = ContinuousClock.now

    init() { PeakMemory.reset() }

    var seconds: Double {
        let elapsed = start.duration(to: .now).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }
}
