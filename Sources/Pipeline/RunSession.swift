internal import DuckDB
internal import Foundation
internal import Logging
internal import Modeling
internal import ProspectCore
internal import Settings
internal import Sources
internal import UsageStore

/// The files of a run that is under way.
struct RunSession {
    let folder: RunFolder

    /// The Sunday of the run, known once the sources have been read.
    var asOf: Day { folder.manifest.asOf! }

    func keepChecks(_ read: SourcesRead) throws {
        try AtomicFile.write(read.report, to: folder.file("checks.json"))
        try AtomicFile.write(read.tables, to: folder.file("company.json"))
        let quarantine = folder.file("quarantine.csv")
        try read.reader.writeQuarantine(to: quarantine + ".partial")
        try AtomicFile.rename(quarantine + ".partial", to: quarantine)
    }

    /// Moves finished snapshots into place; their description names the folders relative to the run.
    func keep(_ snapshots: SnapshotSet, from work: String) throws {
        for name in ["snapshots", "dormant", "cold", "portals.parquet"] {
            try? FileManager.default.removeItem(atPath: folder.file(name))
            try AtomicFile.rename("\(work)/\(name)", to: folder.file(name))
        }
        try? FileManager.default.removeItem(atPath: work)
        let relative = snapshots.mappingPaths { String($0.dropFirst(work.count + 1)) }
        try AtomicFile.write(relative, to: folder.file("snapshots.json"))
    }

    func keep(_ model: TrainedModel, _ metrics: TestMetrics?, from work: String) throws {
        try AtomicFile.write(model, to: work + "/model.json")
        try? FileManager.default.removeItem(atPath: folder.file("model"))
        try AtomicFile.rename(work, to: folder.file("model"))
        if let metrics { try AtomicFile.write(metrics, to: folder.file("metrics.json")) }
        // The manifest stays short.
        try folder.update {
            $0.metrics = metrics
            $0.metrics?.intervals = [:]
        }
        try writeCard()
    }

    /// Replaces the description of the model, whose members' files stay.
    func keep(_ model: TrainedModel) throws {
        try AtomicFile.write(model, to: folder.file("model/model.json"))
    }

    /// Writes the model card with all that is known by now.
    func writeCard() throws {
        let manifest = folder.manifest
        let sections = [
            try calibrations().map { CalibrationSection($0).markdown },
            try revenueModel().map { RevenueSection($0).markdown },
        ]
        let card = ModelCard(
            model: try model(), metrics: try metrics(), snapshots: try snapshots(), backtest: try backtest(),
            notBacktested: manifest.notBacktested, primary: manifest.primary, audit: try audit(),
            sections: sections.compactMap(\.self))
        try AtomicFile.write(Data(card.markdown.utf8), to: folder.file("model-card.md"))
    }

    /// What the backtest found; nil where there was none.
    func backtest() throws -> BacktestReport? {
        let file = folder.file("backtest.json")
        return FileManager.default.fileExists(atPath: file) ? try JSON.decode(BacktestReport.self, at: file) : nil
    }

    func keep(_ lists: [RankedList]) throws {
        let relative = lists.map { list in
            var relative = list
            relative.file = (list.file as NSString).lastPathComponent
            return relative
        }
        try AtomicFile.write(relative, to: folder.file("lists.json"))
        try folder.update { $0.reconciliation = lists.first?.reconciliation }
    }

    func keep(_ audit: AuditReport) throws {
        try AtomicFile.write(audit, to: folder.file("audit.json"))
        try writeCard()
    }

    /// What the audit found; nil where there was none.
    func audit() throws -> AuditReport? {
        let file = folder.file("audit.json")
        return FileManager.default.fileExists(atPath: file) ? try JSON.decode(AuditReport.self, at: file) : nil
    }

    func keep(_ report: PlaybookReport) throws {
        try AtomicFile.write(report, to: folder.file("playbooks.json"))
        try folder.update { $0.playbooks = report }
    }

    func playbooks() throws -> PlaybookReport {
        try JSON.decode(PlaybookReport.self, at: folder.file("playbooks.json"))
    }

    func snapshots() throws -> SnapshotSet {
        try JSON.decode(SnapshotSet.self, at: folder.file("snapshots.json")).mappingPaths(folder.file)
    }

    func model() throws -> TrainedModel { try JSON.decode(TrainedModel.self, at: folder.file("model/model.json")) }

    /// nil where the backtest has been left out.
    func calibrations() throws -> CalibrationReport? {
        let file = folder.file("calibration.json")
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        return try JSON.decode(CalibrationReport.self, at: file)
    }

    /// nil where no customer has a positive revenue.
    func revenueModel() throws -> RevenueModel? {
        let file = folder.file("model/revenue.json")
        guard FileManager.default.fileExists(atPath: file) else { return nil }
        return try JSON.decode(RevenueModel.self, at: file)
    }

    func lists() throws -> [RankedList] {
        try JSON.decode([RankedList].self, at: folder.file("lists.json")).map { list in
            var list = list
            list.file = folder.file(list.file)
            return list
        }
    }

    /// Enters a finished stage into the manifest.
    func finish(_ stage: StageName, _ clock: StageClock, rowsIn: Int, rowsOut: Int) throws {
        try folder.update {
            // A stage that is repeated within its run counts with its last time.
            $0.stages.removeAll { $0.name == stage }
            $0.stages.append(
                .init(
                    name: stage, seconds: clock.seconds, peakMemory: PeakMemory.bytes(), rowsIn: rowsIn,
                    rowsOut: rowsOut))
        }
    }
}

extension Pipeline {
    /// Begins a run with a folder of its own.
    ///
    /// - Parameters:
    ///   - asOf: the Sunday that was asked for, if any.
    ///   - quick: whether the run leaves the backtest out.
    func beginRun(asOf: Day?, quick: Bool) throws -> RunSession {
        let entries = loaded.values.map { Manifest.ConfigurationEntry(key: $0.path, value: $0.value) }
        let folder = try RunFolder.create(in: output) { id in
            Manifest(
                id: id, state: .running, quick: quick, asOf: asOf, today: today,
                process: ProcessInfo.processInfo.processIdentifier,
                started: Date(),
                configuration: entries, inputs: [],
                versions: [
                    "prospect": Pipeline.version, "duckdb": Database.libraryVersion,
                    "system": ProcessInfo.processInfo.operatingSystemVersionString,
                ].merging(ModelTrainer.libraryVersions) { first, _ in first }, seed: configuration.seed, stages: [])
        }
        return RunSession(folder: folder)
    }

    /// Reads and checks the sources as the first stage of a run; where they are not usable, nothing is left of it.
    ///
    /// - Parameter requiresNew: whether a Sunday that was published from the same usage ends the run.
    func readSources(
        in session: RunSession, asOf: Day?, hashes: InputHashes, requiresNew: Bool
    ) throws -> SourcesRead {
        let clock = StageClock()
        let read: SourcesRead
        let inputs: [Manifest.Input]
        let usage: String
        do {
            read = try readSources(asOf: asOf)
            inputs = hashes.wait()
            usage = InputHashes.usageFingerprint(inputs, configuration.sources, read.usage.totals)
            if asOf == nil { try checkFreshness(read.tables.clocks) }
            if requiresNew, let published = published(), published.asOf == read.asOf, published.usage == usage {
                throw PipelineError.nothingNew(published)
            }
        } catch {
            session.folder.remove()
            throw error is Interrupted ? PipelineError.stoppedBeforeItBegan : error
        }
        try session.folder.update {
            $0.inputs = inputs
            $0.clocks = read.tables.clocks
            $0.usage = usage
        }
        try session.folder.name(for: read.asOf)
        logger.info("run begun", metadata: ["run": "\(session.folder.manifest.id)"])
        try session.keepChecks(read)
        try session.finish(
            .check, clock, rowsIn: read.report.tables.reduce(0) { $0 + $1.rows }, rowsOut: read.tables.usageRows)
        return read
    }

    /// The latest run, where it did not finish and still has the same inputs and configuration.
    func unfinishedRun(hashes: InputHashes) throws -> RunSession {
        // This process holds the lock, so whatever says that it is running has died.
        guard let folder = RunFolder.all(in: output).last, folder.manifest.state != .finished else {
            throw PipelineError.nothingToResume(output)
        }
        let manifest = folder.manifest
        // How many threads work, and where, has no part in the result.
        func relevant(_ entries: [Manifest.ConfigurationEntry]) -> [Manifest.ConfigurationEntry] {
            entries.filter { !$0.key.hasPrefix("resources.") && !$0.key.hasPrefix("output.") }
        }
        let entries = relevant(loaded.values.map { .init(key: $0.path, value: $0.value) })
        for (old, new) in zip(relevant(manifest.configuration), entries) where old != new {
            throw PipelineError.inputsChanged(manifest.id, "the value of \(old.key)")
        }
        guard relevant(manifest.configuration).count == entries.count else {
            throw PipelineError.inputsChanged(manifest.id, "the configuration")
        }
        let inputs = hashes.wait()
        guard !folder.hasFinished(.check) || manifest.inputs == inputs else {
            let changed = inputs.first { !manifest.inputs.contains($0) }?.path ?? "the set of files"
            throw PipelineError.inputsChanged(manifest.id, "'\(changed)'")
        }
        try folder.update {
            $0.state = .running
            $0.process = ProcessInfo.processInfo.processIdentifier
            $0.finished = nil
            $0.failure = nil
        }
        logger.info("run resumed", metadata: ["run": "\(manifest.id)"])
        return RunSession(folder: folder)
    }

    /// The runs of an output folder, the oldest first; a run whose process is gone is marked as died.
    package static func runs(in output: String) -> [Manifest] { RunFolder.all(in: output).map(\.manifest) }
}
