internal import DuckDB
internal import Foundation
internal import Modeling
internal import Pipeline
internal import Ranking
internal import Reporting
internal import Snapshots
internal import Sources
internal import Tuning

/// What a run's files say about its models and its data. Missing parts are nil.
struct RunReport: Sendable {
    let run: RunRecord
    let metrics: TestMetrics?
    let backtest: BacktestReport?
    let calibration: CalibrationReport?
    let model: TrainedModel?
    let audit: AuditReport?
    let checks: CheckReport?
    let company: CompanyTables?
    let snapshots: SnapshotSet?
    let lists: [RankedList]
    let exploration: ExplorationReport?
    /// The signals of the primary list's model, most important first.
    let influences: [SignalInfluence]
    /// The files that exist but cannot be read.
    let unreadable: [String]

    /// The content of the run's report, as far as it goes, or nil if the run has no snapshots.
    var content: ReportContent? {
        guard let snapshots else { return nil }
        var content = ReportContent(snapshots: snapshots, exploration: exploration, lists: lists, model: model)
        content.primary = run.manifest?.primary
        content.isQuick = run.manifest?.quick == true
        content.notBacktested = run.manifest?.notBacktested
        content.backtest = backtest
        content.calibration = calibration
        content.audit = audit
        content.metrics = metrics
        content.influences = influences
        return content
    }

    /// Reads the available files.
    init(_ run: RunRecord, connection: Connection) {
        self.run = run
        var unreadable: [String] = []
        guard let files = try? run.files else {
            (metrics, backtest, calibration, model, audit) = (nil, nil, nil, nil, nil)
            (checks, company, snapshots, exploration) = (nil, nil, nil, nil)
            (lists, influences) = ([], [])
            self.unreadable = []
            return
        }
        func read<Value: Decodable>(_ artifact: Artifact<Value>) -> Value? {
            do {
                return try files.readIfPresent(artifact)
            } catch {
                unreadable.append(artifact.path)
                return nil
            }
        }
        metrics = read(.metrics)
        backtest = read(.backtest)
        calibration = read(.calibration)
        model = read(.listedModel) ?? read(.trainedModel)
        audit = read(.audit)
        checks = read(.checks)
        company = read(.company)
        snapshots = read(.snapshotSet)
        lists = read(.lists) ?? []
        exploration = read(.exploration)
        var influences: [SignalInfluence] = []
        if let model = lists.primary?.model, files.has(.reasons) {
            do {
                influences = try InfluenceReader(reasons: files.path(.reasons), connection: connection)
                    .influences(of: model)
            } catch {
                unreadable.append(Artifact.reasons.path)
            }
        }
        self.influences = influences
        self.unreadable = unreadable
    }
}

/// The trials and results of `prospect tune`, for all runs of the output folder.
struct TuningHistory: Sendable {
    struct Member: Sendable {
        let name: String
        /// The result, or nil if the search was not finished.
        let found: TunedMember?
        /// The study of the result, or the latest one.
        let study: StudyHistory
    }

    let members: [Member]

    init(output: String) {
        let found = (try? JSON.decode([String: TunedMember].self, at: output + "/tuned.json")) ?? [:]
        let folder = output + "/studies"
        let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter {
            $0.hasSuffix(".journal")
        }
        members = names.sorted().compactMap { file in
            let name = String(file.dropLast(".journal".count))
            guard let studies = try? StudyHistory.read(path: "\(folder)/\(file)") else { return nil }
            let tuned = found[name]
            guard let study = studies.last(where: { $0.name == tuned?.study }) ?? studies.last else { return nil }
            return Member(name: name, found: tuned, study: study)
        }
    }
}
