internal import DuckDB
internal import ProspectCore

/// The scan of one part of the usage table, to columns `id`, `day` and the counts.
struct UsageScan {
    let part: SourceTable.Part
    let columns: ColumnNames
    let numericIDs: Bool
    let rejects: String

    private var idType: String { numericIDs ? "BIGINT" : "VARCHAR" }

    /// The rows that fit. Of a CSV file DuckDB parses the values and keeps the rejects by line.
    var good: String {
        switch part {
        case .csv:
            let types = Dictionary(
                uniqueKeysWithValues: [(columns.id, idType), (columns.timestamp, "TIMESTAMP")]
                    + columns.counts.map { ($0, "UINTEGER") })
            let counts = columns.counts.map { "coalesce(\(SQL.identifier($0)), 0) AS \(SQL.identifier($0))" }
            return """
                SELECT \(numericIDs ? SQL.identifier(columns.id) : "trim(\(SQL.identifier(columns.id)))") AS id, \
                \(SQL.identifier(columns.timestamp))::DATE AS day, \(counts.joined(separator: ", "))
                FROM \(part.relation(types: types, rejects: rejects))
                """
        case .parquet, .jsonLines, .relation:
            let counts = columns.counts.map { "coalesce(\(count($0)), 0) AS \(SQL.identifier($0))" }
            return """
                SELECT \(id) AS id, \(day) AS day, \(counts.joined(separator: ", "))
                FROM \(relation) WHERE NOT (\(isBad))
                """
        }
    }

    /// What of a Parquet file, a JSON Lines file or a query does not fit.
    func badRows(connection: Connection, quarantine: Quarantine) throws -> (rows: Int, problems: [RowProblem]) {
        let rows = try connection.row("SELECT count(*) FROM \(relation) WHERE \(isBad)") { $0.int(0)! }
        guard rows > 0 else { return (0, []) }
        let tests: [(RowProblem.Kind, String, String)] =
            [(.unparsableValue, columns.timestamp, badDay), (.unparsableValue, columns.id, badID)]
            + columns.counts.flatMap {
                [
                    (RowProblem.Kind.negativeCount, $0, "(\(bad($0))) AND \(isNegative($0))"),
                    (RowProblem.Kind.unparsableValue, $0, "(\(bad($0))) AND NOT \(isNegative($0))"),
                ]
            }
        let numbered = "SELECT row_number() OVER () AS line, * FROM \(relation)"
        var problems: [RowProblem] = []
        for (kind, column, condition) in tests {
            let places = """
                SELECT \(SQL.literal(part.origin)) AS file, line, \(SQL.literal(column)) AS column_name,
                    \(column == columns.id ? "NULL" : "\(SQL.identifier(column))::VARCHAR") AS value, 1 AS rows
                FROM (\(numbered)) WHERE \(condition)
                """
            let count = try connection.row("SELECT count(*) FROM (\(places))") { $0.int(0)! }
            guard count > 0 else { continue }
            let examples = try connection.rows(
                "SELECT file, line, value::VARCHAR FROM (\(places)) ORDER BY line LIMIT 3"
            ) {
                Finding.Example(file: $0.string(0)!, line: $0.int(1)!, value: $0.string(2))
            }
            problems.append(RowProblem(kind: kind, column: column, count: count, examples: examples))
            try quarantine.add(.usage, reason: "a value does not fit its column", select: places)
        }
        return (rows, problems)
    }

    private var relation: String {
        let wanted = [columns.id, columns.timestamp] + columns.counts
        return part.relation(
            types: Dictionary(uniqueKeysWithValues: wanted.map { ($0, "VARCHAR") }), rejects: rejects)
    }

    private var id: String { "TRY_CAST(trim(\(SQL.identifier(columns.id))::VARCHAR) AS \(idType))" }
    private var day: String { "TRY_CAST(\(SQL.identifier(columns.timestamp)) AS TIMESTAMP)::DATE" }
    private var badID: String { "(\(SQL.identifier(columns.id)) IS NOT NULL AND \(id) IS NULL)" }
    private var badDay: String { "(\(SQL.identifier(columns.timestamp)) IS NOT NULL AND \(day) IS NULL)" }
    private var isBad: String { ([badID, badDay] + columns.counts.map(bad)).joined(separator: " OR ") }

    /// A whole number that is not negative, else NULL.
    private func count(_ column: String) -> String {
        let number = "TRY_CAST(\(SQL.identifier(column)) AS DOUBLE)"
        return "CASE WHEN \(number) >= 0 AND \(number) = floor(\(number)) THEN TRY_CAST(\(number) AS UINTEGER) END"
    }

    private func bad(_ column: String) -> String {
        "(\(SQL.identifier(column)) IS NOT NULL AND \(count(column)) IS NULL)"
    }

    private func isNegative(_ column: String) -> String {
        "coalesce(TRY_CAST(\(SQL.identifier(column)) AS DOUBLE) < 0, false)"
    }
}
