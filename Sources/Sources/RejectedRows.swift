internal import Base
internal import DuckDB

/// The rows of one CSV file that do not have the shape of its header, or are not text.
///
/// DuckDB keeps them in a table. A row that lacks two fields is there twice.
struct RejectedRows {
    let rejects: String
    let file: String
    let connection: Connection

    static let reason = "the row does not have the header's columns, or is not UTF-8 text"

    /// An SQL expression over the table of rejects for what is wrong with a row.
    static let message = """
        CASE error_type::VARCHAR
            WHEN 'INVALID ENCODING' THEN 'not UTF-8'
            WHEN 'UNQUOTED VALUE' THEN
                CASE WHEN contains(csv_line, chr(10)) THEN 'a quote is not closed' ELSE 'text after a closing quote' END
            WHEN 'LINE SIZE OVER MAXIMUM' THEN 'the row is too long'
            ELSE regexp_replace(regexp_replace(error_message, '^Expected Number of Columns: (\\d+) Found: (\\d+).*$',
                '\\2 fields instead of \\1'), '^1 fields', '1 field') END
        """

    /// Returns whether any row was rejected.
    func exist() throws -> Bool {
        try connection.row("SELECT count(*) FROM \(unsafe: rejects)") { $0.int(0)! } > 0
    }

    /// Returns whether every row was rejected for its shape, none for a value that does not fit its type.
    func areOfShapeAlone() throws -> Bool {
        try connection.row("SELECT count(*) FROM \(unsafe: rejects) WHERE error_type::VARCHAR = 'CAST'") { $0.int(0)! }
            == 0
    }

    /// Whether a row has fewer fields than the header, like the totals and notes of a report.
    private static func isShort(_ example: Finding.Example) -> Bool {
        let words = (example.value ?? "").split(separator: " ")
        guard let fields = words.first.flatMap({ Int($0) }), let wanted = words.last.flatMap({ Int($0) }) else {
            return false
        }
        return fields < wanted
    }

    /// Returns the rejected rows as a problem, and as rows for the quarantine. `lines` must be indexed.
    ///
    /// - Throws: `SourceProblem` if a quote is never closed. The rest of the file is then one rejected row.
    func problem(_ lines: PartLines) throws -> (problem: RowProblem, setAside: String) {
        let open = try connection.rows(
            "SELECT min(line) FROM \(unsafe: lines.rejected) WHERE message = 'a quote is not closed' HAVING count(*) > 0"
        ) { $0.int(0)! }
        if let line = open.first {
            throw SourceProblem(
                check: "malformed-file", message: "A quote that is opened in line \(line) of '\(file)' is never closed."
            )
        }
        let count = try connection.row("SELECT count(*) FROM \(unsafe: lines.rejected)") { $0.int(0)! }
        let examples = try connection.rows("SELECT line, message FROM \(unsafe: lines.rejected) ORDER BY line LIMIT 3")
        {
            Finding.Example(file: file, line: $0.int(0)!, value: $0.string(1))
        }
        return (
            RowProblem(
                kind: .malformedRow, column: nil,
                hint: examples.contains(where: Self.isShort)
                    ? "Remove lines that are not rows of the table, such as totals or notes at its end." : nil,
                count: count,
                examples: examples),
            """
            SELECT \(SQL.literal(file)) AS file, line, NULL::VARCHAR AS column_name, message AS value, 1 AS rows
            FROM \(lines.rejected)
            """
        )
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
        case absurdRevenue = "absurd-revenue"
    }

    let kind: Kind
    let column: String?
    /// The expected kind of value, such as "date". For a limit, the limit.
    var expected: String?
    /// What is accepted and which key accepts more, for an error.
    var hint: String?
    var count: Int
    var examples: [Finding.Example]
}

extension [RowProblem] {
    /// Returns one problem for each kind and column, over all files.
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
