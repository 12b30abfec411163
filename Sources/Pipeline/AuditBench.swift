internal import Base
internal import Boosting
internal import DuckDB
internal import Foundation
internal import Modeling
internal import Ranking
internal import Snapshots
internal import Sources
internal import UsageStore

/// Makes lists again for an audit, each in a folder of its own, through the same stages as a run.
struct AuditBench: Sendable {
    let configuration: ModelingSettings
    let today: Day
    let threads: Int
    let cancellation: Cancellation
    /// The folder for all work. It is removed at the end.
    let work: String
    let open: @Sendable () throws -> Database

    /// The number of portals of a list whose reasons are made again too.
    private static let explained = 1_000

    /// A list that was made again.
    struct MadeList: Sendable {
        let snapshots: SnapshotSet
        let csv: Data
        let file: String
        let scores: String
        let model: ModelName
    }

    /// Makes the folder for one piece of work.
    func folder(_ name: String) throws -> String {
        let path = "\(work)/\(name)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

    /// Reads the tables of a variant and makes their snapshots.
    ///
    /// - Parameters:
    ///   - variant: A configuration that reads the variant.
    ///   - clocks: The clocks of the run's tables. A cut copy does not show how far usage and outcomes reached.
    func snapshots(
        of variant: SourceSettings, clocks: Clocks, asOf: Day, in name: String
    ) throws -> SnapshotSet {
        let database = try open()
        var variant = variant
        variant.clocks.usageThrough = clocks.usageThrough
        variant.clocks.outcomesThrough = clocks.outcomesThrough
        let reader = SourceReader(
            configuration: variant, today: today, connection: try database.connect(), progress: SilentProgress())
        let (report, company) = try reader.read()
        guard let company else { throw CheckFailed(report: report) }
        var tables = company.tables
        tables.clocks = clocks
        return try snapshots(of: tables, company.usage, in: database, asOf: asOf, name)
    }

    /// Makes the snapshots of tables that were read before.
    func snapshots(
        of tables: CompanyTables, _ usage: UsageStore, in database: Database, asOf: Day, _ name: String
    ) throws -> SnapshotSet {
        try SnapshotBuilder(
            configuration: configuration.walk, company: tables, usage: usage, asOf: asOf, database: database,
            threads: threads,
            progress: SilentProgress(), cancellation: cancellation
        ).build(in: folder(name))
    }

    /// Fits the audit's model on the snapshots and writes the list of their Sunday.
    ///
    /// - Returns: The list, or nil if nothing had converted by then.
    func list(_ snapshots: SnapshotSet, in name: String) throws -> MadeList? {
        let folder = try folder(name)
        let connection = try open().connect()
        let scores = folder + "/scores.parquet"
        let file = folder + "/list.csv"
        let model = ModelName(AuditProbe.member(configuration))
        let probe = AuditProbe(
            configuration: configuration, snapshots: snapshots, connection: connection, cancellation: cancellation)
        guard let (trained, forecast) = try probe.score(in: folder, to: scores) else { return nil }
        let reasons = folder + "/reasons.parquet"
        let axes = folder + "/axes.parquet"
        try Explainer(
            snapshots: snapshots, firmographics: configuration.features.firmographics, connection: connection,
            threads: threads
        ).explain(
            trained, in: folder, calibrations: [:], top: min(Self.explained, configuration.ranking.explainTop),
            reasons: reasons, axes: axes)
        let writer = ListWriter(snapshots: snapshots, seed: configuration.seed, connection: connection)
        try writer.prepare([model], scores: scores)
        _ = try writer.write(
            model, forecast: forecast, explanations: Explanations(reasons: reasons, axes: axes), to: file,
            table: folder + "/list.parquet", top: 0)
        return MadeList(
            snapshots: snapshots, csv: try Data(contentsOf: URL(fileURLWithPath: file)), file: file, scores: scores,
            model: model)
    }

    /// Tests a model that is fitted to the snapshots.
    func test(_ snapshots: SnapshotSet) throws -> ShuffledTest? {
        try AuditProbe(
            configuration: configuration, snapshots: snapshots, connection: open().connect(),
            cancellation: cancellation
        ).test()
    }

    /// Pairs two lists that should be identical, with the columns that differ if they are not.
    func compare(_ name: String, _ reference: MadeList, _ other: MadeList) throws -> ListPair {
        let columns =
            reference.csv == other.csv
            ? []
            : try SnapshotDifferences.columns(
                reference.snapshots, other.snapshots, on: reference.snapshots.asOf, connection: open().connect())
        return ListPair(name: name, reference: reference.csv, other: other.csv, columns: columns)
    }

    /// Compares a list with a list of the same portals under other ids.
    ///
    /// - Parameter ids: A Parquet file with `id` and `renamed`.
    func compare(_ list: MadeList, renamed: MadeList, ids: String) throws -> AuditCheck {
        let connection = try open().connect()
        let score = list.model.scoreColumn
        let (portals, unmatched, differing) = try connection.row(
            """
            SELECT count(*) FILTER (l.id IS NOT NULL AND r.id IS NOT NULL) AS portals,
                count(*) FILTER (l.id IS NULL OR r.id IS NULL) AS unmatched,
                count(*) FILTER (l.id IS NOT NULL AND r.id IS NOT NULL AND l.\(name: score) IS DISTINCT FROM r.\(name: score)) AS differing
            FROM (
                SELECT m.renamed AS id, s.\(name: score) FROM read_parquet(\(literal: list.scores)) s
                JOIN read_parquet(\(literal: ids)) m ON m.id = s.id
            ) l FULL JOIN read_parquet(\(literal: renamed.scores)) r ON l.id = r.id
            """
        ) { try ($0.int("portals")!, $0.int("unmatched")!, $0.int("differing")!) }
        func csv(_ file: String) -> SQL {
            "read_csv(\(literal: file), all_varchar = true, header = true, delim = ',', quote = '\"')"
        }
        let probability = list.snapshots.probabilityColumn
        let moved = try connection.row(
            """
            SELECT count(*) FILTER (l.\(name: probability) IS DISTINCT FROM r.\(name: probability)
                OR l.status IS DISTINCT FROM r.status)
            FROM \(csv(list.file)) l FULL JOIN \(csv(renamed.file)) r ON l.rank = r.rank
            """
        ) { $0.int(0)! }
        return IdsAndOrderCheck.check(portals: portals, unmatched: unmatched, differing: differing, moved: moved)
    }
}
