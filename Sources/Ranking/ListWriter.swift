internal import Base
internal import Boosting
package import DuckDB
package import Modeling
package import Snapshots
internal import Sources

/// Writes the list of the run's day: every free portal, best first.
package struct ListWriter {
    private let snapshots: SnapshotSet
    private let seed: Int
    private let connection: Connection

    /// Makes a writer.
    ///
    /// - Parameter seed: Determines the order of portals with equal score and recency.
    package init(snapshots: SnapshotSet, seed: Int, connection: Connection) {
        self.snapshots = snapshots
        self.seed = seed
        self.connection = connection
    }

    /// The table of free portals with their scores by all models. All lists and connections of the database share it.
    private static let portals: SQL = "listed_portals"

    /// Reads what the lists have in common. Call this before the first list is written.
    ///
    /// - Parameters:
    ///   - models: The models whose lists will be written.
    ///   - scores: A Parquet file with `id`, the listed and the raw probabilities of each model, and `EXPECTED_MRR`,
    ///     one row per portal.
    package func prepare(_ models: [ModelName], scores: String) throws {
        try connection.execute(
            "CREATE OR REPLACE TABLE \(Self.portals) AS \(portals(models, scores: scores))")
    }

    /// Ranks the scored portals and writes the list twice: once for programs, with the ids as in the tables, and once
    /// for people, with cells that are safe in a spreadsheet.
    ///
    /// - Parameters:
    ///   - model: The model whose probabilities rank.
    ///   - forecast: The forecast of the list, which determines where its bands end.
    ///   - explanations: The reasons. Portals without explanations get none.
    ///   - table: The Parquet file to write.
    ///   - file: The CSV file to write.
    ///   - top: The number of rows in the result, for the terminal.
    package func write(
        _ model: ModelName, forecast: ListForecast, explanations: Explanations, to file: String, table: String, top: Int
    ) throws -> RankedList {
        try connection.execute("CREATE OR REPLACE TEMP TABLE ranked AS \(ranking(model, forecast))")
        try connection.execute("CREATE OR REPLACE TEMP TABLE explained AS \(explanations.perPortal(model))")
        let firmographics = snapshots.firmographics.map { SQL(name: $0.given) }
        let texts: [SQL] = ["id"] + firmographics
        // Both clocks count only as far as the list could use them, so rows of later days do not change its bytes.
        let clocks: [SQL] = [
            "\(literal: min(snapshots.clocks.usageThrough, snapshots.asOf)) AS usage_through",
            "\(literal: snapshots.labelsThrough) AS outcomes_through",
        ]
        var columns: [SQL] = [
            "rank", "id", "\(literal: snapshots.asOf) AS DATE", "\(name: snapshots.probabilityColumn)", "status",
            "band",
        ]
        if forecast.revenue != nil { columns.append("expected_revenue") }
        columns += Explanations.listColumns.map { SQL(name: $0) } + firmographics + sums + clocks
        try connection.execute(
            """
            CREATE OR REPLACE TEMP TABLE listed AS SELECT \(columns.joined(separator: ", "))
            FROM \(Self.portals) JOIN ranked USING (id) LEFT JOIN explained USING (id) ORDER BY rank
            """)
        defer { try? connection.execute("DROP TABLE listed") }
        let safe = texts.map { "\(SQL(safeCell: $0)) AS \($0)" as SQL }.joined(separator: ", ")
        try connection.execute("COPY listed TO \(literal: table) (FORMAT parquet, COMPRESSION zstd)")
        try connection.execute(
            "COPY (SELECT * REPLACE (\(safe)) FROM listed) TO \(literal: file) (FORMAT csv, HEADER)")
        return try RankedList(
            model: model, asOf: snapshots.asOf, horizon: snapshots.horizon, file: table, csvFile: file,
            reconciliation: reconciliation(), statuses: statuses(),
            forecast: forecast, top: topRows(top))
    }

    /// Returns a query for every portal with its rank, its band and the expected revenue of the first year: probability
    /// times twelve months.
    private func ranking(_ model: ModelName, _ forecast: ListForecast) -> SQL {
        let cases = forecast.bands.map { "WHEN rank <= \(literal: $0.last) THEN \(literal: $0.band.rawValue)" as SQL }
        let band: SQL = cases.isEmpty ? "NULL::VARCHAR" : "CASE \(cases.joined(separator: " ")) END"
        return """
            SELECT *, \(band) AS band FROM (
                SELECT row_number() OVER (ORDER BY \(Self.score(model)) DESC, \(Self.rawScore(model)) DESC,
                        __recency NULLS LAST, __draw, id) AS rank,
                    id, \(Self.score(model)) AS \(name: snapshots.probabilityColumn),
                    (12 * \(Self.score(model)) * __mrr)::DECIMAL(38, 2) AS expected_revenue
                FROM \(Self.portals))
            """
    }

    private static func score(_ model: ModelName) -> SQL { SQL(name: "__score_\(model.rawValue)") }
    private static func rawScore(_ model: ModelName) -> SQL { SQL(name: "__raw_\(model.rawValue)") }

    private var counts: [String] { snapshots.actions + snapshots.users }

    /// The shortest and the longest window.
    private var listedWindows: [Int] {
        let ends = [snapshots.windows.first!, snapshots.windows.last!]
        return ends[0] == ends[1] ? [ends[0]] : ends
    }

    private var sums: [SQL] {
        listedWindows.flatMap { window in counts.map { SQL(name: SnapshotColumn.sum($0, window: window)) } }
    }

    /// Returns a query for every free portal on the Sunday with its scores, including portals that never had a usage
    /// row.
    private func portals(_ models: [ModelName], scores: String) -> SQL {
        let firmographics = snapshots.firmographics.map { SQL(name: $0.given) }
        let id = SQL(name: snapshots.idColumn)
        let date = SQL(literal: snapshots.asOf)
        let longest = snapshots.windows.last!
        let scored = models.map {
            "\(name: $0.scoreColumn) AS \(Self.score($0)), \(name: $0.rawScoreColumn) AS \(Self.rawScore($0))" as SQL
        }
        return """
            SELECT *, md5(\(literal: "\(seed):") || id) AS __draw,
                CASE WHEN __recency IS NULL THEN 'cold' WHEN __recency < \(literal: longest) THEN 'active' ELSE 'dormant' END AS status
            FROM (
                SELECT \(id)::VARCHAR AS id, \(name: SnapshotColumn.recency) AS __recency,
                    \((firmographics + sums).joined(separator: ", "))
                FROM \(SnapshotFiles(snapshots).on(snapshots.asOf))
                UNION ALL
                SELECT \(id)::VARCHAR, NULL, \((firmographics + sums.map { _ in "0" as SQL }).joined(separator: ", "))
                FROM \(SnapshotFiles(snapshots).cold)
                WHERE \(date) BETWEEN \(name: SnapshotColumn.firstDate) AND \(name: SnapshotColumn.lastDate)
            ) JOIN (SELECT id, \(scored.joined(separator: ", ")), EXPECTED_MRR AS __mrr
                FROM read_parquet(\(literal: scores))) USING (id)
            """
    }

    private func reconciliation() throws -> RankedList.Reconciliation {
        let company = snapshots.company
        let listed = try connection.row("SELECT count(*) FROM \(Self.portals)") { $0.int(0)! }
        var excluded = company.excluded
        let rest = company.free - listed - excluded.reduce(0) { $0 + $1.count }
        if rest > 0, snapshots.population == .observedSpan {
            excluded.append(
                ExcludedPortals(
                    reason: "no snapshot on that \(snapshots.weekday.name) under observed-span", count: rest))
        }
        let totals = RankedList.Reconciliation(
            known: company.known, customers: company.customers, free: company.free, listed: listed, excluded: excluded)
        guard totals.balances else { throw RankingError.totalsDoNotReconcile(totals) }
        return totals
    }

    private func statuses() throws -> [PortalStatus: Int] {
        let counts = try connection.rows("SELECT status, count(*) AS portals FROM \(Self.portals) GROUP BY status") {
            try (PortalStatus(rawValue: $0.string("status")!)!, $0.int("portals")!)
        }
        return Dictionary(uniqueKeysWithValues: counts)
    }

    private func topRows(_ count: Int) throws -> [RankedList.Row] {
        let longest = snapshots.windows.last!
        let actions = snapshots.actions.map { SQL(name: SnapshotColumn.sum($0, window: longest)) }
        let firmographics = snapshots.firmographics.map { SQL(name: $0.given) }
        let reasons = Explanations.reasonColumns
        let columns: [SQL] =
            [
                "rank", "id", "\(name: snapshots.probabilityColumn)", "status",
                "\(actions.joined(separator: " + ")) AS __actions",
            ] + firmographics + reasons.map { SQL(name: $0) }
        return try connection.rows(
            """
            SELECT \(columns.joined(separator: ", "))
            FROM \(Self.portals) JOIN ranked USING (id) LEFT JOIN explained USING (id) WHERE rank <= \(literal: count) ORDER BY rank
            """
        ) { row in
            // The company's own columns may share a name with the list's.
            try RankedList.Row(
                rank: row.int("rank")!, id: row.string("id")!, probability: row.double(snapshots.probabilityColumn)!,
                status: PortalStatus(rawValue: row.string("status")!)!,
                firmographics: firmographics.indices.map { row.string(5 + $0) }, actions: row.int("__actions")!,
                reasons: reasons.compactMap { try row.string($0) })
        }
    }
}

/// The error of a list that does not account for every portal. It is a fault of the program, not of the data.
package struct RankingError: ProspectError {
    package let problem: String
    package var remedy: String? { "Nothing was published. Please report this with the run's manifest.json." }

    static func totalsDoNotReconcile(_ totals: RankedList.Reconciliation) -> Self {
        let excluded = totals.excluded.reduce(0) { $0 + $1.count }
        return Self(
            problem: "The list does not add up: \(totals.known) known, \(totals.customers) customers, "
                + "\(totals.free) free, \(totals.listed) listed, \(excluded) excluded.")
    }
}
