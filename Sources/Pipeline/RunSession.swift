internal import Base
internal import DuckDB
internal import Foundation
internal import Logging
internal import Modeling
internal import Playbooks
internal import Ranking
internal import Reporting
internal import Settings
internal import Snapshots
internal import Sources
internal import UsageStore

/// The files of a run that is under way.
struct RunSession {
    let folder: RunFolder

    /// The Sunday of the run, known once the sources have been read.
    var asOf: Day { folder.manifest.asOf! }

    func keepChecks(_ read: SourcesRead, work: String) throws {
        try folder.write(read.report, to: .checks)
        try folder.write(read.tables, to: .company)
        let name = "quarantine.csv"
        try read.reader.writeQuarantine(to: "\(work)/\(name)")
        try AtomicFile.rename("\(work)/\(name)", to: folder.file(name))
    }

    /// Moves finished snapshots into place. Their description names the folders relative to the run.
    func keep(_ snapshots: SnapshotSet, from work: String) throws {
        for part in [Artifact<Folder>.snapshots, .dormant, .cold] {
            try folder.adopt("\(work)/\(part.path)", as: part)
        }
        try folder.adopt("\(work)/\(Artifact.portals.path)", as: .portals)
        let relative = snapshots.mappingPaths { String($0.dropFirst(work.count + 1)) }
        try folder.write(relative, to: .snapshotSet)
    }

    func keep(_ model: TrainedModel, _ revenue: RevenueModel?, _ metrics: TestMetrics?, from work: String) throws {
        func file<Value>(_ artifact: Artifact<Value>) -> String {
            work + "/" + (artifact.path as NSString).lastPathComponent
        }
        try AtomicFile.write(model, to: file(.trainedModel))
        if let revenue { try AtomicFile.write(revenue, to: file(.revenueModel)) }
        try folder.adopt(work, as: .model)
        if let metrics { try folder.write(metrics, to: .metrics) }
        // The manifest omits the intervals, to stay short.
        try folder.update {
            $0.metrics = metrics
            $0.metrics?.intervals = [:]
        }
        try writeCard()
    }

    /// Writes the model card with everything known so far.
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

    func keep(_ lists: [RankedList]) throws {
        try folder.write(lists.map { $0.mappingPaths { ($0 as NSString).lastPathComponent } }, to: .lists)
        try folder.update { $0.reconciliation = lists.first?.reconciliation }
    }

    func keep(_ audit: AuditReport) throws {
        try folder.write(audit, to: .audit)
        try writeCard()
    }

    func keep(_ report: PlaybookReport) throws {
        try folder.write(report, to: .playbooks)
        try folder.update { $0.playbooks = report }
    }

    /// Returns the description of the snapshots, with the paths of their files.
    func snapshots() throws -> SnapshotSet {
        let files = folder.files
        for part in [Artifact<Folder>.snapshots, .dormant, .cold] where files.has(part) { _ = try files.path(part) }
        _ = try files.path(.portals)
        return try files.read(.snapshotSet).mappingPaths(folder.file)
    }

    /// Returns the model as it is listed, or as it was trained if there is no list yet.
    func model() throws -> TrainedModel {
        try folder.files.readIfPresent(.listedModel) ?? folder.files.read(.trainedModel)
    }

    /// Returns the calibrations, or nil if the backtest was skipped.
    func calibrations() throws -> CalibrationReport? { try folder.files.readIfPresent(.calibration) }

    /// Returns the revenue model, or nil if no customer has a positive revenue.
    func revenueModel() throws -> RevenueModel? { try folder.files.readIfPresent(.revenueModel) }

    /// Returns the result of the backtest, or nil if there was none.
    func backtest() throws -> BacktestReport? { try folder.files.readIfPresent(.backtest) }

    /// Returns the result of the audit, or nil if there was none.
    func audit() throws -> AuditReport? { try folder.files.readIfPresent(.audit) }

    func playbooks() throws -> PlaybookReport { try folder.files.read(.playbooks) }

    func exploration() throws -> ExplorationReport { try folder.files.read(.exploration) }

    func checks() throws -> CheckReport { try folder.files.read(.checks) }

    /// Returns the test metrics with intervals, or nil if nothing was trained or the history is too short for a test
    /// period.
    func metrics() throws -> TestMetrics? { try folder.files.readIfPresent(.metrics) }

    func lists() throws -> [RankedList] {
        let files = folder.files
        return try files.read(.lists).map { list in
            for file in [list.file, list.csvFile] { _ = try files.path(Artifact<Table>(file)) }
            return list.mappingPaths(folder.file)
        }
    }
}

extension Pipeline {
    /// Begins a run with a folder of its own.
    ///
    /// - Parameters:
    ///   - asOf: The requested Sunday, if any.
    ///   - quick: Whether the run skips the backtest.
    func beginRun(asOf: Day?, quick: Bool) throws -> RunSession {
        let entries = loaded.values.map { Manifest.ConfigurationEntry(key: $0.path, value: $0.value) }
        let folder = try RunFolder.create(in: output) { id in
            Manifest(
                id: id, state: .running, quick: quick, asOf: asOf, today: today,
                process: ProcessInfo.processInfo.processIdentifier,
                started: Date(),
                configuration: entries, inputs: [], files: [:],
                versions: [
                    "prospect": Pipeline.version, "duckdb": Database.libraryVersion,
                    "system": ProcessInfo.processInfo.operatingSystemVersionString,
                    "commit": commit,
                ].compactMapValues(\.self).merging(ModelTrainer.libraryVersions) { first, _ in first },
                seed: configuration.seed, stages: [])
        }
        return RunSession(folder: folder)
    }

    /// Returns the latest run if it did not finish and still has the same inputs and configuration.
    func unfinishedRun(hashes: InputHashes) throws -> RunSession {
        // This process holds the lock, so any run that claims to be running has died.
        guard let folder = RunFolder.all(in: output).last, folder.manifest.state != .finished else {
            throw PipelineError.nothingToResume(output)
        }
        let manifest = folder.manifest
        // The threads, and the places where they work, do not influence the result.
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

    /// Returns the runs of an output folder, oldest first. A run whose process is gone is marked as died.
    package static func runs(in output: String) -> [Manifest] { RunFolder.all(in: output).map(\.manifest) }
}
