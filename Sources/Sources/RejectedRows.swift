internal import DuckDB
internal import ProspectCore

/// The rows of one CSV file that DuckDB could not read as asked.
///
/// DuckDB keeps them by line in a table; a row with two bad values appears there twice.
struct RejectedRows {
    let rejects: String
    let file: String
    let connection: Connection

    /// Lines that were rejected.
    func count() throws -> Int {
        try connection.row("SELECT count(DISTINCT line) FROM \(rejects)") { $0.int(0)! }
    }

    /// Each kind of problem by column: what it is, how often, and the first three places.
    ///
    /// - Parameter counts: the count columns, in which a negative number is told apart from other text.
    /// - Parameter secret: columns whose values are not shown.
    func problems(counts: [String], secret: Set<String>) throws -> [RowProblem] {
        let kinds = try connection.rows(
            """
            SELECT kind, column_name, count(*), list(line ORDER BY line)[:3]::VARCHAR
            FROM (\(classified(counts))) GROUP BY ALL ORDER BY ALL
            """
        ) { row in (row.string(0)!, row.string(1), row.int(2)!) }
        return try kinds.map { kind, column, count in
            let examples = try connection.rows(
                """
                SELECT line, value FROM (\(classified(counts)))
                WHERE kind = '\(kind)' AND column_name IS NOT DISTINCT FROM \(column.map(SQL.literal) ?? "NULL")
                ORDER BY line LIMIT 3
                """
            ) { row in
                Finding.Example(
                    file: file, line: row.int(0)!, value: column.map(secret.contains) == true ? nil : row.string(1))
            }
            return RowProblem(kind: RowProblem.Kind(rawValue: kind)!, column: column, count: count, examples: examples)
        }
    }

    /// Rows for the quarantine: one per line, with its first problem.
    func setAside() -> String {
        """
        SELECT \(SQL.literal(file)) AS file, line::BIGINT AS line, arg_min(column_name, place) AS column_name,
            arg_min(value, place) AS value, 1 AS rows
        FROM (SELECT *, row_number() OVER () AS place FROM (\(classified([])))) GROUP BY line
        """
    }

    private func classified(_ counts: [String]) -> String {
        """
        SELECT line::BIGINT AS line,
            CASE WHEN error_type::VARCHAR <> 'CAST' THEN 'malformed-row'
                 WHEN list_contains(\(SQL.list(counts)), column_name) AND regexp_matches(value, '^\\s*-[0-9]')
                     THEN 'negative-count'
                 ELSE 'unparsable-value' END AS kind,
            CASE WHEN error_type::VARCHAR = 'CAST' THEN column_name END AS column_name,
            CASE WHEN error_type::VARCHAR = 'CAST' THEN value ELSE error_message END AS value
        FROM (SELECT *, regexp_extract(error_message, 'Could not convert string "(.*)" to ''', 1) AS value
              FROM \(rejects))
        """
    }
}

/// A kind of problem in one column, with its first places.
struct RowProblem {
    enum Kind: String {
        case malformedRow = "malformed-row"
        case unparsableValue = "unparsable-value"
        case negativeCount = "negative-count"
        case missingID = "missing-id"
        case missingDate = "missing-date"
        case futureDate = "future-date"
        case ancientDate = "ancient-date"
    }

    let kind: Kind
    let column: String?
    var count: Int
    var examples: [Finding.Example]
}

extension [RowProblem] {
    /// One problem for each kind and column, over all files.
    func merged() -> [RowProblem] {
        var merged: Self = []
        for problem in self {
            if let index = merged.firstIndex(where: { $0.kind == problem.kind && $0.column == problem.column }) {
                merged[index].count += problem.count
                merged[index].examples.append(contentsOf: problem.examples.prefix(3 - merged[index].examples.count))
            } else {
                merged.append(problem)
            }
        }
        return merged
    }
}
