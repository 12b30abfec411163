internal import DuckDB
internal import ProspectCore

/// Reads the usage table in one typed scan, straight to portal numbers and days.
struct UsageLoader {
    let table: SourceTable
    let configuration: Configuration
    let today: Day
    let connection: Connection
    let quarantine: Quarantine

    private var columns: ColumnNames { configuration.columns }
    private static let oldest = "DATE '2000-01-01'"

    /// Creates the table `usage`; see `CompanyTables` for its columns.
    ///
    /// - Returns: rows read, rows set aside, and the findings.
    func load() throws -> (summary: TableSummary, problems: [RowProblem], unknown: UnknownUsage) {
        let usage = CompanyTables.usageTable
        let numericIDs = try connection.row(
            "SELECT coalesce(bool_and(regexp_full_match(id, '0|[1-9][0-9]{0,17}')), false) FROM portals"
        ) { $0.int(0) == 1 }
        let counts = columns.counts.map { "\(SQL.identifier($0)) UINTEGER" }.joined(separator: ", ")
        try connection.execute("CREATE OR REPLACE TABLE \(usage) (portal INTEGER, day DATE, \(counts))")
        try connection.execute(
            "CREATE OR REPLACE TEMP TABLE portal_keys AS SELECT portal, \(key("id", numericIDs)) AS id FROM portals")
        // Row order does not matter from here on, and not keeping it lets DuckDB append in parallel.
        try connection.execute("SET preserve_insertion_order = false")
        defer { try? connection.execute("SET preserve_insertion_order = true") }

        var problems: [RowProblem] = []
        var rejected = 0
        for (index, part) in table.parts.enumerated() {
            let scan = UsageScan(
                part: part, columns: columns, numericIDs: numericIDs, rejects: "rejects_usage_\(index)")
            do {
                try connection.execute(
                    """
                    INSERT INTO \(usage)
                    SELECT k.portal, u.day, \(columns.counts.map { "u.\(SQL.identifier($0))" }.joined(separator: ", "))
                    FROM (\(scan.good)) u LEFT JOIN portal_keys k ON k.id = u.id
                    """)
            } catch {
                if error.isInterruption { throw error }
                throw SourceProblem.unreadable(part.origin, error)
            }
            if part.keepsRejects {
                let rows = RejectedRows(rejects: scan.rejects, file: part.origin, connection: connection)
                let count = try rows.count()
                if count > 0 {
                    rejected += count
                    problems += try rows.problems(counts: columns.counts, secret: [columns.id])
                    try quarantine.add(.usage, reason: "a value does not fit its column", select: rows.setAside())
                }
            } else {
                let (count, found) = try scan.badRows(connection: connection, quarantine: quarantine)
                rejected += count
                problems += found
            }
        }
        let read = try connection.row("SELECT count(*) FROM \(usage)") { $0.int(0)! }
        problems += try setAsideDates(numericIDs: numericIDs)
        let dated = try connection.row("SELECT count(*) FROM \(usage)") { $0.int(0)! }
        let unknown = try setAsideUnknown(numericIDs: numericIDs)
        return (
            TableSummary(table: .usage, rows: read + rejected, setAside: rejected + read - dated + unknown.rows),
            problems.merged(), unknown
        )
    }

    private func key(_ name: String, _ numericIDs: Bool) -> String { numericIDs ? "\(name)::BIGINT" : name }

    /// Rows without a day, from before 2000, or from the future.
    private func setAsideDates(numericIDs: Bool) throws -> [RowProblem] {
        let usage = CompanyTables.usageTable
        let kinds: [(RowProblem.Kind, String, String)] = [
            (.missingDate, "day IS NULL", "the usage row has no date"),
            (.ancientDate, "day < \(Self.oldest)", "the date is before 2000"),
            (.futureDate, "day > DATE '\(today)'", "the date is in the future"),
        ]
        var problems: [RowProblem] = []
        for (kind, condition, reason) in kinds {
            let count = try connection.row("SELECT count(*) FROM \(usage) WHERE \(condition)") { $0.int(0)! }
            guard count > 0 else { continue }
            let places = try places(where: condition, numericIDs: numericIDs)
            problems.append(
                RowProblem(
                    kind: kind, column: columns.timestamp, count: count,
                    examples: try connection.rows("SELECT file, line, value FROM (\(places)) ORDER BY ALL LIMIT 3") {
                        Finding.Example(file: $0.string(0)!, line: $0.int(1)!, value: $0.string(2))
                    }))
            try quarantine.add(
                .usage, reason: reason,
                select: """
                    SELECT file, line, \(SQL.literal(columns.timestamp)) AS column_name, value, 1 AS rows FROM (\(places))
                    """)
            try connection.execute("DELETE FROM \(usage) WHERE \(condition)")
        }
        return problems
    }

    /// A second scan, needed only where something is wrong, that finds rows by their place.
    private func places(where condition: String, numericIDs: Bool) throws -> String {
        try connection.execute("SET preserve_insertion_order = true")
        defer { try? connection.execute("SET preserve_insertion_order = false") }
        let name = "places_\(condition.count)"
        try connection.execute(
            "CREATE OR REPLACE TEMP TABLE \(name) (file VARCHAR, line BIGINT, value VARCHAR, day DATE)")
        for (index, part) in table.parts.enumerated() {
            let scan = UsageScan(
                part: part, columns: columns, numericIDs: numericIDs, rejects: "places_rejects_\(name)_\(index)")
            try connection.execute(
                """
                INSERT INTO \(name)
                SELECT \(SQL.literal(part.origin)), \(part.firstLine - 1) + place, day::VARCHAR, day
                FROM (SELECT row_number() OVER () AS place, * FROM (\(scan.good))) WHERE \(condition)
                """)
        }
        return "SELECT file, line, value FROM \(name)"
    }

    /// Rows of portals that are in neither portal table; listed by id, with how many rows each has.
    private func setAsideUnknown(numericIDs: Bool) throws -> UnknownUsage {
        let usage = CompanyTables.usageTable
        let rows = try connection.row("SELECT count(*) FROM \(usage) WHERE portal IS NULL") { $0.int(0)! }
        guard rows > 0 else { return UnknownUsage(rows: 0, ids: 0) }
        var ids = 0
        for (index, part) in table.parts.enumerated() {
            let scan = UsageScan(
                part: part, columns: columns, numericIDs: numericIDs, rejects: "unknown_rejects_\(index)")
            let select = """
                SELECT \(SQL.literal(part.origin)) AS file, NULL::BIGINT AS line,
                    \(SQL.literal(columns.id)) AS column_name, id::VARCHAR AS value, count(*) AS rows
                FROM (\(scan.good)) u WHERE day BETWEEN \(Self.oldest) AND DATE '\(today)'
                    AND NOT EXISTS (SELECT 1 FROM portal_keys k WHERE k.id = u.id)
                GROUP BY id
                """
            ids += try connection.row("SELECT count(*) FROM (\(select))") { $0.int(0)! }
            try quarantine.add(.usage, reason: "the portal is in neither portal table", select: select)
        }
        try connection.execute("DELETE FROM \(usage) WHERE portal IS NULL")
        return UnknownUsage(rows: rows, ids: ids)
    }
}

/// Usage of portals that are in neither portal table.
struct UnknownUsage {
    let rows: Int
    let ids: Int
}
