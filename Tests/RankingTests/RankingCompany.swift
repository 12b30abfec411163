import Base
import Boosting
import DuckDB
import Snapshots
import Sources
import TestSupport

@testable import Modeling
@testable import Ranking

/// A company of a few portals as the stages before `Ranking` leave it, written by hand.
struct RankingCompany {
    struct Portal {
        var id: String
        /// Days since the last activity; nil: never any, the portal is cold.
        var recency: Int?
        /// The probability that ranks, and the one before calibration.
        var probability: Double
        var raw: Double
        var revenue: Double?
        var industry: String?
        /// Actions in the last 7 and 30 days.
        var actions = [0, 0]

        init(
            _ id: String, recency: Int? = 3, probability: Double, raw: Double? = nil, revenue: Double? = 10,
            industry: String? = "RETAIL", actions: [Int] = [0, 0]
        ) {
            self.id = id
            self.recency = recency
            self.probability = probability
            self.raw = raw ?? probability
            self.revenue = revenue
            self.industry = industry
            self.actions = actions
        }
    }

    /// Two reasons of a portal: what a signal says, and what it adds.
    struct Reason {
        var id: String
        var text: String
        var contribution: Double
    }

    static let sunday = Day(year: 2026, month: 3, day: 1)

    var portals: [Portal]
    /// What the snapshots know of the company; nil: all are free, listed portals.
    var company: CompanyOnSunday?
    var clocks = Clocks(usageThrough: Self.sunday, outcomesThrough: Self.sunday)
    var population = Population.all
    var windows = [7, 30]
    var industryColumn = "INDUSTRY"
    var bands: [ListForecast.Band] = []
    var hasRevenue = true
    var seed = 1
    var threads = 2
    var reasons: [Reason] = []
    /// Portals that the models have forgotten, and portals that they have scored twice.
    var unscored: Set<String> = []
    var scoredTwice: Set<String> = []

    init(_ portals: [Portal]) { self.portals = portals }

    /// A list that was written, and a connection to read it by.
    struct Written {
        let list: RankedList
        let connection: Connection
        let folder: TemporaryFolder

        var text: String { get throws { String(decoding: try folder.read("list.csv"), as: UTF8.self) } }
        var header: [String] { get throws { try text.prefix { $0 != "\n" }.split(separator: ",").map(String.init) } }

        /// One column of the list, in its order; nil for an empty cell.
        func column(_ name: String) throws -> [String?] {
            try connection.rows(
                "SELECT \(name: name) FROM read_csv(\(literal: list.csvFile), all_varchar = true)"
            ) { $0.string(0) }
        }

        var ids: [String] { get throws { try column("id").map { $0! } } }
    }

    /// Writes the files of the earlier stages, and the list.
    func write(top: Int = 5) throws -> Written {
        let folder = try TemporaryFolder()
        let connection = try Database.open(settings: ["threads": "\(threads)"]).connect()
        try snapshotFiles(in: folder, connection)
        try scores(in: folder, connection)
        let file = folder.path + "/list.csv"
        let writer = ListWriter(snapshots: snapshots(in: folder), seed: seed, connection: connection)
        try writer.prepare([.lightgbm], scores: folder.path + "/scores.parquet")
        let explanations = Explanations(
            reasons: folder.path + "/reasons.parquet", axes: folder.path + "/axes.parquet")
        let list = try writer.write(
            .lightgbm, forecast: forecast, explanations: explanations, to: file, table: folder.path + "/list.parquet",
            top: top)
        return Written(list: list, connection: connection, folder: folder)
    }

    private var forecast: ListForecast {
        ListForecast(
            conversions: .init(expected: 1, low: 0, high: 3, hasLevel: false),
            revenue: hasRevenue ? .init(expected: 1, low: 0, high: 3) : nil, bands: bands, calibration: nil,
            overConfident: [])
    }

    private func snapshots(in folder: TemporaryFolder) -> SnapshotSet {
        let count = portals.count
        return SnapshotSet(
            asOf: Self.sunday, clocks: clocks, firstSunday: Self.sunday - 70, population: population, horizon: 30,
            windows: windows, featureSet: .basic, cadence: .daily, actions: ["ACTIONS_CRM"], users: [],
            idColumn: "PORTAL",
            firmographics: [.init(Firmographic(column: industryColumn, kind: .category))],
            snapshotsFolder: folder.path + "/snapshots", coldFolder: folder.path + "/cold",
            portalsFile: folder.path + "/portals.parquet", counts: .init(snapshots: count, portals: count),
            company: company ?? CompanyOnSunday(known: count, customers: 0, free: count, excluded: []))
    }

    private func snapshotFiles(in folder: TemporaryFolder, _ connection: Connection) throws {
        try folder.write("snapshots/note", "")
        try folder.write("cold/note", "")
        let industry = SQL.identifier(industryColumn)
        let sums = windows.map { SQL.identifier(SnapshotColumn.sum("ACTIONS_CRM", window: $0)) }
        let active = portals.filter { $0.recency != nil }.map { portal in
            let values =
                [portal.industry.map(SQL.literal) ?? "NULL::VARCHAR"]
                + portal.actions.prefix(windows.count).map { "\($0)" }
            return
                "SELECT \(SQL.literal(portal.id)), DATE '\(Self.sunday)', \(portal.recency!), \(values.joined(separator: ", "))"
        }
        try copy(
            active, ["PORTAL", "DATE", SnapshotColumn.recency, industry] + sums,
            types: ["VARCHAR", "DATE", "INTEGER", "VARCHAR"] + sums.map { _ in "BIGINT" },
            to: folder.path + "/snapshots/part.parquet", connection)
        let cold = portals.filter { $0.recency == nil }.map { portal in
            let industry = portal.industry.map(SQL.literal) ?? "NULL"
            return "SELECT \(SQL.literal(portal.id)), \(industry), DATE '\(Self.sunday - 70)', DATE '\(Self.sunday)'"
        }
        try copy(
            cold, ["PORTAL", industry, SnapshotColumn.firstDate, SnapshotColumn.lastDate],
            types: ["VARCHAR", "VARCHAR", "DATE", "DATE"], to: folder.path + "/cold/part.parquet", connection)
    }

    private func scores(in folder: TemporaryFolder, _ connection: Connection) throws {
        let scored = portals.filter { !unscored.contains($0.id) } + portals.filter { scoredTwice.contains($0.id) }
        let rows = scored.map { portal in
            "SELECT \(SQL.literal(portal.id)), \(portal.probability)::DOUBLE, \(portal.raw)::DOUBLE, "
                + (portal.revenue.map { "\($0)" } ?? "NULL")
        }
        let model = ModelName.lightgbm
        try copy(
            rows, ["id", model.scoreColumn, model.rawScoreColumn, "EXPECTED_MRR"],
            types: ["VARCHAR", "DOUBLE", "DOUBLE", "DOUBLE"], to: folder.path + "/scores.parquet", connection)
        let texts = reasons.enumerated().map { number, reason in
            "SELECT \(SQL.literal(reason.id)), 'signal \(number)', \(SQL.literal(reason.text)), \(reason.contribution)::DOUBLE"
        }
        try copy(
            texts, ["id", "signal", "text", model.contributionColumn],
            types: ["VARCHAR", "VARCHAR", "VARCHAR", "DOUBLE"],
            to: folder.path + "/reasons.parquet", connection)
        let explained = Set(reasons.map(\.id)).sorted().map {
            "SELECT '\(model.rawValue)', \(SQL.literal($0)), 90, 40"
        }
        try copy(
            explained, ["model", "id", "fit_percentile", "intent_percentile"],
            types: ["VARCHAR", "VARCHAR", "INTEGER", "INTEGER"], to: folder.path + "/axes.parquet", connection)
    }

    /// Writes rows, or none, as a Parquet file.
    private func copy(
        _ rows: [String], _ columns: [String], types: [String], to file: String, _ connection: Connection
    ) throws {
        try connection.execute(
            "CREATE OR REPLACE TEMP TABLE rows (\(unsafe: zip(columns, types).map { "\($0) \($1)" }.joined(separator: ", ")))"
        )
        if !rows.isEmpty { try connection.execute("INSERT INTO rows \(unsafe: rows.joined(separator: " UNION ALL "))") }
        try connection.execute("COPY rows TO \(literal: file) (FORMAT parquet)")
    }
}
