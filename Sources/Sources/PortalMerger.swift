internal import DuckDB

/// Joins the two portal tables into one row per portal.
///
/// Of several rows with one id, the most complete is kept. A customer's first close date counts, whichever row has it.
/// An id on both sides is a customer as of its close date. Its firmographics are those of the free side, because every
/// snapshot of it lies before the sale.
struct PortalMerger {
    let configuration: SourceSettings
    let connection: Connection
    let quarantine: Quarantine

    /// The number of distinct texts up to which a firmographic's column stores numbers of texts instead of texts.
    /// Everything that copies, sorts or writes the column is then faster.
    private static let mostTexts = 1_000

    private var cells: [String] { configuration.firmographics.indices.map { "firmographic_\($0)" } }
    private var hasCreated: Bool { configuration.columns.created != nil }

    /// Creates the table `portals`; see `CompanyTables` for its columns.
    ///
    /// - Returns: The findings about ids.
    func merge() throws -> [Finding] {
        var findings: [Finding] = []
        for name in [SourceName.customers, .noncustomers] { findings += try rankCopies(of: name) }
        // The free side's cell is used if there is a free side.
        let merged = cells.map { ", CASE WHEN n.id IS NOT NULL THEN n.\($0) ELSE c.\($0) END AS \($0)" }
        try connection.execute(
            """
            CREATE OR REPLACE TEMP TABLE merged_portals AS
            SELECT coalesce(c.id, n.id) AS id,
                CASE WHEN c.id IS NOT NULL AND c.close_date IS NULL
                    THEN 'customer without a usable close date' END AS excluded,
                c.close_date, \(unsafe: hasCreated ? "coalesce(n.created, c.created)" : "NULL::DATE") AS created, c.mrr,
                c.id IS NOT NULL AS is_customer, c.id IS NOT NULL AND n.id IS NOT NULL AS is_on_both_sides\(unsafe: merged.joined())
            FROM (SELECT * FROM ranked_noncustomers WHERE copy = 1) n
            FULL JOIN (SELECT * FROM ranked_customers WHERE copy = 1) c ON c.id = n.id
            """)
        findings += try onBothSides()
        let columns = try configuration.firmographics.enumerated().map { try self.columns($1, cell: cells[$0]) }
        let joins = columns.compactMap(\.join).joined(separator: "\n")
        try connection.execute(
            """
            CREATE OR REPLACE TABLE ordered_portals AS
            SELECT id, excluded, close_date, created, mrr, is_customer\(unsafe: columns.map(\.select).joined())
            FROM merged_portals \(unsafe: joins) ORDER BY id;
            CREATE OR REPLACE VIEW \(unsafe: CompanyTables.portalsTable) AS
            SELECT rowid::INTEGER AS portal, * FROM ordered_portals;
            DROP TABLE merged_portals
            """)
        return findings
    }

    /// Returns the columns of a firmographic as given and its derived columns, each with a leading comma, and the join
    /// that they need.
    private func columns(_ firmographic: Firmographic, cell: String) throws -> (select: String, join: String?) {
        let limit = firmographic.kind == .range ? "" : " LIMIT \(Self.mostTexts + 1)"
        let texts = try connection.rows(
            "SELECT DISTINCT \(unsafe: cell) FROM merged_portals WHERE \(unsafe: cell) IS NOT NULL\(unsafe: limit)"
        ) { $0.string(0)! }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let isEnum = !texts.isEmpty && texts.count <= Self.mostTexts
        let type = isEnum ? "::ENUM(\(texts.map(SQL.literal).joined(separator: ", ")))" : ""
        let given = ", \(cell)\(type) AS \(SQL.identifier(firmographic.column))"
        let derived = SQL.identifier(firmographic.featureColumn)
        switch firmographic.kind {
        case .category: return (given, nil)
        case .number: return ("\(given), \(number(cell)) AS \(derived)", nil)
        // greatest(rank, 0) would turn a missing rank into 0, the best of all ranks.
        case .rank:
            return (
                "\(given), ln(1 + CASE WHEN \(number(cell)) < 0 THEN 0 ELSE \(number(cell)) END) AS \(derived)", nil
            )
        case .range:
            let rows = texts.compactMap { text in
                NumberRange.midpoint(of: text).map { "(\(SQL.literal(text)), \($0)::DOUBLE)" }
            }
            guard !rows.isEmpty else { return ("\(given), NULL::DOUBLE AS \(derived)", nil) }
            let table = "range_of_\(cell)"
            return (
                "\(given), \(table).midpoint AS \(derived)",
                "LEFT JOIN (VALUES \(rows.joined(separator: ", "))) \(table)(given, midpoint) ON \(table).given = \(cell)"
            )
        }
    }

    /// Returns a number that a model accepts: not infinite and within the range of 32 bits.
    private func number(_ text: String) -> String {
        "CASE WHEN abs(TRY_CAST(\(text) AS DOUBLE)) < 1e38 THEN TRY_CAST(\(text) AS DOUBLE) END"
    }

    /// Makes one row for each id: the most complete one, with a customer's first close date and the first revenue known
    /// from then on. Rows that add nothing are set aside.
    private func rankCopies(of name: SourceName) throws -> [Finding] {
        let isCustomers = name == .customers
        let facts = (isCustomers ? ["close_date", "mrr"] : []) + (hasCreated ? ["created"] : []) + cells
        let rows = "SELECT id, file, line\(facts.map { ", " + $0 }.joined()) FROM raw_\(name.rawValue)"
        // Only ids that occur more than once have to be ranked, and there are few.
        let repeated = "SELECT id FROM raw_\(name.rawValue) WHERE id IS NOT NULL GROUP BY id HAVING count(*) > 1"
        let hasRepeated = try connection.row("SELECT count(*) FROM (\(unsafe: repeated))") { $0.int(0)! > 0 }
        guard hasRepeated else {
            try connection.execute(
                "CREATE OR REPLACE VIEW ranked_\(unsafe: name.rawValue) AS SELECT *, 1 AS copy FROM (\(unsafe: rows) WHERE id IS NOT NULL)"
            )
            return []
        }
        let filled = facts.isEmpty ? "0" : facts.map { "(\($0) IS NOT NULL)::INTEGER" }.joined(separator: " + ")
        let order = "\(filled) DESC\(facts.map { ", \($0) NULLS LAST" }.joined()), file, line"
        var merged: [String] = []
        // A row with a later close date means that the portal came back. It counts as a row that was read.
        var isReturn = "false"
        if isCustomers {
            isReturn = "coalesce(close_date > min(close_date) OVER (PARTITION BY id), false)"
            merged = [
                "min(close_date) OVER (PARTITION BY id) AS close_date",
                """
                first_value(mrr) OVER (PARTITION BY id ORDER BY mrr IS NULL, close_date NULLS LAST, mrr
                    ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS mrr
                """,
            ]
        }
        if hasCreated { merged.append("min(created) OVER (PARTITION BY id) AS created") }
        let replaced = merged.isEmpty ? "" : " REPLACE (\(merged.joined(separator: ", ")))"
        try connection.execute(
            """
            CREATE OR REPLACE TABLE copies_\(unsafe: name.rawValue) AS
            SELECT *, 1 AS copy, 1 AS place, false AS is_return
            FROM (\(unsafe: rows) WHERE id IS NOT NULL AND id NOT IN (\(unsafe: repeated)))
            UNION ALL
            SELECT * EXCLUDE (is_return)\(unsafe: replaced), row_number() OVER (PARTITION BY id ORDER BY \(unsafe: order)) AS copy,
                row_number() OVER (PARTITION BY id, is_return ORDER BY \(unsafe: order)) AS place, is_return
            FROM (SELECT *, \(unsafe: isReturn) AS is_return FROM (\(unsafe: rows) WHERE id IN (\(unsafe: repeated))));
            CREATE OR REPLACE VIEW ranked_\(unsafe: name.rawValue) AS
            SELECT * EXCLUDE (place, is_return) FROM copies_\(unsafe: name.rawValue)
            """)
        return try returns(of: name) + copies(of: name)
    }

    /// Reports customers that closed again later.
    private func returns(of name: SourceName) throws -> [Finding] {
        let (ids, rows) = try connection.row(
            "SELECT count(DISTINCT id), count(*) FROM copies_\(unsafe: name.rawValue) WHERE is_return"
        ) { ($0.int(0)!, $0.int(1)!) }
        guard ids > 0 else { return [] }
        return [
            Finding(
                check: "returning-customer", severity: .info, table: name, column: configuration.columns.closeDate,
                count: rows,
                message:
                    "\(ids == 1 ? "1 customer has" : "\(ids) customers have") \(rows == 1 ? "a later close date" : "\(rows) later close dates") "
                    + "after the first: the first counts as the conversion, with the first revenue that is known from then on."
            )
        ]
    }

    /// Reports rows that add nothing to another row of their portal.
    private func copies(of name: SourceName) throws -> [Finding] {
        let table = "copies_\(name.rawValue) WHERE place > 1 AND NOT is_return"
        let (ids, copies) = try connection.row("SELECT count(DISTINCT id), count(*) FROM \(unsafe: table)") {
            ($0.int(0)!, $0.int(1)!)
        }
        guard copies > 0 else { return [] }
        let examples = try connection.rows("SELECT file, line FROM \(unsafe: table) ORDER BY file, line LIMIT 3") {
            Finding.Example(file: $0.string(0)!, line: $0.int(1)!, value: nil)
        }
        try quarantine.add(
            name, reason: "duplicate id: a more complete row of this portal is kept",
            select: """
                SELECT file, line, \(SQL.literal(configuration.columns.id)) AS column_name, id AS value, 1 AS rows
                FROM \(table)
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
        let count = try connection.row("SELECT count(*) FROM merged_portals WHERE is_on_both_sides") { $0.int(0)! }
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
