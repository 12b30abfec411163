internal import DuckDB
internal import ProspectCore

/// Joins the two portal tables into one row per portal.
///
/// Of several rows of one id the most complete is kept. An id on both sides is a customer as of its close date; its
/// firmographics are those of the free side, because every snapshot of it lies before the sale.
struct PortalMerger {
    let configuration: Configuration
    let connection: Connection
    let quarantine: Quarantine

    private var cells: [String] { configuration.firmographics.indices.map { "firmographic_\($0)" } }
    private var hasCreated: Bool { configuration.columns.created != nil }

    /// Creates the table `portals`; see `CompanyTables` for its columns.
    ///
    /// - Returns: the findings on ids.
    func merge() throws -> [Finding] {
        var findings: [Finding] = []
        for name in [SourceName.customers, .noncustomers] { findings += try rankCopies(of: name) }
        findings += try onBothSides()
        try createRangeTables()
        try connection.execute(
            """
            CREATE OR REPLACE TABLE \(CompanyTables.portalsTable) AS
            SELECT (row_number() OVER (ORDER BY id) - 1)::INTEGER AS portal, * FROM (
                SELECT coalesce(c.id, n.id) AS id,
                    CASE WHEN c.id IS NOT NULL AND c.close_date IS NULL
                        THEN 'customer without a usable close date' END AS excluded,
                    c.close_date, \(hasCreated ? "coalesce(n.created, c.created)" : "NULL::DATE") AS created, c.mrr,
                    c.id IS NOT NULL AS is_customer, \(firmographicColumns)
                FROM (SELECT * FROM ranked_customers WHERE copy = 1) c
                FULL JOIN (SELECT * FROM ranked_noncustomers WHERE copy = 1) n ON c.id = n.id
                \(rangeJoins))
            """)
        return findings
    }

    private var firmographicColumns: String {
        configuration.firmographics.enumerated().map { index, firmographic in
            let text = cell(index)
            let given = "\(text) AS \(SQL.identifier(firmographic.column))"
            let derived = SQL.identifier(firmographic.featureColumn)
            return switch firmographic.kind {
            case .category: given
            case .number: "\(given), \(number(text)) AS \(derived)"
            case .range: "\(given), range_\(index).midpoint AS \(derived)"
            // Not greatest(rank, 0): that is 0, the best of all ranks, where there is none.
            case .rank: "\(given), ln(1 + CASE WHEN \(number(text)) < 0 THEN 0 ELSE \(number(text)) END) AS \(derived)"
            }
        }.joined(separator: ", ")
    }

    /// A number that a model can take: neither infinite nor beyond what 32 bits hold.
    private func number(_ text: String) -> String {
        "CASE WHEN abs(TRY_CAST(\(text) AS DOUBLE)) < 1e38 THEN TRY_CAST(\(text) AS DOUBLE) END"
    }

    /// The free side's cell where there is a free side.
    private func cell(_ index: Int) -> String {
        "CASE WHEN n.id IS NOT NULL THEN n.firmographic_\(index) ELSE c.firmographic_\(index) END"
    }

    private var rangeJoins: String {
        configuration.firmographics.enumerated().filter { $0.element.kind == .range }.map { index, _ in
            "LEFT JOIN range_\(index) ON range_\(index).given = \(cell(index))"
        }.joined(separator: "\n")
    }

    /// One small table per range column: each text that occurs and its midpoint.
    private func createRangeTables() throws {
        for (index, firmographic) in configuration.firmographics.enumerated() where firmographic.kind == .range {
            let texts = try connection.rows(
                """
                SELECT firmographic_\(index) FROM ranked_customers WHERE firmographic_\(index) IS NOT NULL
                UNION SELECT firmographic_\(index) FROM ranked_noncustomers WHERE firmographic_\(index) IS NOT NULL
                """
            ) { $0.string(0)! }
            try connection.execute("CREATE OR REPLACE TABLE range_\(index) (given VARCHAR, midpoint DOUBLE)")
            let rows = texts.compactMap { text in
                NumberRange.midpoint(of: text).map { "(\(SQL.literal(text)), \($0))" }
            }
            guard !rows.isEmpty else { continue }
            try connection.execute("INSERT INTO range_\(index) VALUES \(rows.joined(separator: ", "))")
        }
    }

    /// Numbers the rows of each id, the most complete first; the others are set aside.
    private func rankCopies(of name: SourceName) throws -> [Finding] {
        let isCustomers = name == .customers
        var columns = ["id", "file", "line"]
        if isCustomers {
            columns += [
                """
                CASE WHEN TRY_CAST(close_text AS TIMESTAMP)::DATE >= DATE '2000-01-01'
                    THEN TRY_CAST(close_text AS TIMESTAMP)::DATE END AS close_date
                """,
                "TRY_CAST(mrr_text AS DOUBLE) AS mrr",
            ]
        }
        if hasCreated { columns.append("TRY_CAST(created_text AS TIMESTAMP)::DATE AS created") }
        columns += cells
        let ranking = (isCustomers ? ["close_date", "mrr"] : []) + (hasCreated ? ["created"] : []) + cells
        let filled = ranking.map { "(\($0) IS NOT NULL)::INTEGER" }.joined(separator: " + ")
        // Only ids that occur more than once have anything to be ranked; there are few of them.
        let repeated = "SELECT id FROM raw_\(name.rawValue) WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1"
        let rows = "SELECT \(columns.joined(separator: ", ")) FROM raw_\(name.rawValue)"
        try connection.execute(
            """
            CREATE OR REPLACE TABLE ranked_\(name.rawValue) AS
            SELECT *, 1 AS copy FROM (\(rows) WHERE id IS NOT NULL AND id NOT IN (\(repeated)))
            UNION ALL
            SELECT *, row_number() OVER (PARTITION BY id ORDER BY \(filled.isEmpty ? "0" : filled) DESC
                \(ranking.map { ", \($0) NULLS LAST" }.joined()), file, line) AS copy
            FROM (\(rows) WHERE id IN (\(repeated)))
            """)
        let (ids, copies) = try connection.row(
            "SELECT count(DISTINCT id), count(*) FROM ranked_\(name.rawValue) WHERE copy > 1"
        ) { ($0.int(0)!, $0.int(1)!) }
        guard copies > 0 else { return [] }
        let examples = try connection.rows(
            "SELECT file, line FROM ranked_\(name.rawValue) WHERE copy > 1 ORDER BY file, line LIMIT 3"
        ) { Finding.Example(file: $0.string(0)!, line: $0.int(1)!, value: nil) }
        try quarantine.add(
            name, reason: "duplicate id: a more complete row of this portal is kept",
            select: """
                SELECT file, line, \(SQL.literal(configuration.columns.id)) AS column_name, id AS value, 1 AS rows
                FROM ranked_\(name.rawValue) WHERE copy > 1
                """)
        return [
            Finding(
                check: "duplicate-id", severity: .warning, table: name, column: configuration.columns.id,
                count: copies,
                message: "\(ids == 1 ? "1 id occurs" : "\(ids) ids occur") more than once; "
                    + "the most complete row of each is kept, \(copies) set aside.",
                examples: examples)
        ]
    }

    private func onBothSides() throws -> [Finding] {
        let count = try connection.row(
            "SELECT count(DISTINCT id) FROM ranked_customers WHERE id IN (SELECT id FROM ranked_noncustomers)"
        ) { $0.int(0)! }
        guard count > 0 else { return [] }
        return [
            Finding(
                check: "id-on-both-sides", severity: .warning, table: .customers, column: configuration.columns.id,
                count: count,
                message: (count == 1
                    ? "1 id is in both portal tables; it" : "\(count) ids are in both portal tables; each")
                    + " is a customer as of its close date.")
        ]
    }
}
