internal import DuckDB
internal import Foundation
internal import Pipeline
internal import ProspectCore
internal import Tuning

/// What a run's files say of its models and of its data. What a run does not have is nil.
struct RunReport: Sendable {
    /// How much a signal moves the list: the mean of what it adds to the log-odds, without its sign.
    struct Importance: Sendable {
        let signal: Signal
        let mean: Double
    }

    /// Portals with a snapshot on a Sunday, and those of them that were active in the week.
    struct Week: Sendable {
        let sunday: Day
        let portals: Int
        let active: Int
    }

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
    let importance: [Importance]
    let weeks: [Week]
    /// Files that are there and cannot be read.
    let unreadable: [String]

    var list: RankedList? { lists.primary }
    /// The model that the run's report is about.
    var primary: ModelName? { list?.model ?? run.manifest?.primary?.model ?? backtest?.choice.model }

    /// Reads what is there.
    init(_ run: RunRecord, connection: Connection) {
        self.run = run
        var unreadable: [String] = []
        func file<Value: Decodable>(_ name: String, _ type: Value.Type) -> Value? {
            let path = run.file(name)
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            do {
                return try JSON.decode(Value.self, at: path)
            } catch {
                unreadable.append(name)
                return nil
            }
        }
        func query<Value>(_ name: String, _ body: () throws -> [Value]) -> [Value] {
            do {
                return try body()
            } catch {
                unreadable.append(name)
                return []
            }
        }
        metrics = file("metrics.json", TestMetrics.self)
        backtest = file("backtest.json", BacktestReport.self)
        calibration = file("calibration.json", CalibrationReport.self)
        model = file("model/model.json", TrainedModel.self)
        audit = file("audit.json", AuditReport.self)
        checks = file("checks.json", CheckReport.self)
        company = file("company.json", CompanyTables.self)
        snapshots = file("snapshots.json", SnapshotSet.self)
        lists = file("lists.json", [RankedList].self) ?? []
        let primary = lists.primary?.model ?? run.manifest?.primary?.model
        importance =
            primary.map { model in
                query("reasons.parquet") { try Self.importance(model, run, connection) }
            } ?? []
        weeks = snapshots.map { set in query("snapshots") { try Self.weeks(set, run, connection) } } ?? []
        self.unreadable = unreadable
    }

    private static func importance(
        _ model: ModelName, _ run: RunRecord, _ connection: Connection
    ) throws -> [Importance] {
        let file = run.file("reasons.parquet")
        guard FileManager.default.fileExists(atPath: file) else { return [] }
        return try connection.rows(
            """
            SELECT signal, avg(abs(contribution)) AS mean FROM read_parquet(\(SQL.literal(file)))
            WHERE model = \(SQL.literal(model.rawValue)) GROUP BY signal ORDER BY mean DESC, signal
            """
        ) { row in
            row.string(0).flatMap(Signal.init(name:)).map { Importance(signal: $0, mean: row.double(1) ?? 0) }
        }.compactMap(\.self)
    }

    private static func weeks(_ snapshots: SnapshotSet, _ run: RunRecord, _ connection: Connection) throws -> [Week] {
        let folder = run.file((snapshots.snapshotsFolder as NSString).lastPathComponent)
        return try connection.rows(
            """
            SELECT \(SnapshotColumn.date), count(*), count(*) FILTER (\(SnapshotColumn.recency) < 7)
            FROM \(SQL.parquet(in: folder)) GROUP BY 1 ORDER BY 1
            """
        ) { row in
            Week(
                sunday: Day(daysSinceEpoch: Int32(row.int(0) ?? 0)), portals: row.int(1) ?? 0, active: row.int(2) ?? 0)
        }
    }
}

/// What `prospect tune` has tried and found, for all runs of the output folder.
struct TuningHistory: Sendable {
    struct Member: Sendable {
        let name: String
        /// nil where it was not finished.
        let found: TunedMember?
        /// The study that counts: the one of which the result is, or the latest.
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
