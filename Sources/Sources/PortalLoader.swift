internal import DuckDB
internal import ProspectCore

/// Reads one of the two portal tables, as text first, so that every value that does not parse can be shown.
struct PortalLoader {
    let table: SourceTable
    let configuration: Configuration
    let today: Day
    let connection: Connection
    let quarantine: Quarantine

    private var isCustomers: Bool { table.name == .customers }
    var raw: String { "raw_\(table.name.rawValue)" }

    /// The text columns as (name in the file, name in the raw table).
    private var textColumns: [(source: String, target: String)] {
        let columns = configuration.columns
        var pairs = [(columns.id, "id")]
        if isCustomers { pairs += [(columns.closeDate, "close_text"), (columns.revenue, "mrr_text")] }
        if let created = columns.created { pairs.append((created, "created_text")) }
        return pairs + configuration.firmographics.enumerated().map { ($1.column, "firmographic_\($0)") }
    }

    /// Creates the raw table, a view of what each part holds, and sets aside what is not usable.
    ///
    /// - Returns: rows read, rows set aside, and the problems found.
    func load() throws -> (summary: TableSummary, problems: [RowProblem]) {
        var problems: [RowProblem] = []
        var rejected = 0
        var selects: [String] = []
        for (index, part) in table.parts.enumerated() {
            let (select, problem) = try read(part, index)
            selects.append(select)
            if let problem {
                problems.append(problem)
                rejected += problem.count
            }
        }
        try connection.execute("CREATE OR REPLACE VIEW \(raw) AS \(selects.joined(separator: " UNION ALL "))")
        let read = try connection.row("SELECT count(*) FROM \(raw)") { $0.int(0)! }
        problems += try setAsideUnusable()
        let kept = try connection.row("SELECT count(*) FROM \(raw) WHERE id IS NOT NULL") { $0.int(0)! }
        return (
            TableSummary(table: table.name, rows: read + rejected, setAside: rejected + read - kept), problems.merged()
        )
    }

    /// Reads one part into a table of its own.
    ///
    /// - Returns: the select of its rows with their file and line, and the rows that could not be read, where there are
    ///   any.
    private func read(_ part: SourceTable.Part, _ index: Int) throws -> (select: String, problem: RowProblem?) {
        let name = "\(table.name.rawValue)_\(index)"
        let lines = PartLines(
            part: part, rejects: part.keepsRejects ? "rejects_\(name)" : nil, connection: connection,
            name: "lines_\(name)")
        let types = Dictionary(textColumns.map { ($0.source, "VARCHAR") }, uniquingKeysWith: { first, _ in first })
        let cells = textColumns.map { "nullif(trim(\(SQL.identifier($0.source))::VARCHAR), '') AS \($0.target)" }
        let file = SQL.literal(part.origin)
        let targets = textColumns.map(\.target).joined(separator: ", ")
        let relation = part.relation(types: types, rejects: "rejects_\(name)", bufferSize: SourceTable.Part.smallBuffer)
        try part.reading(connection) {
            try connection.execute(
                "CREATE OR REPLACE TABLE part_\(name) AS SELECT \(cells.joined(separator: ", ")) FROM \(relation)")
        }
        var problem: RowProblem?
        let rows = try connection.row("SELECT count(*) FROM part_\(name)") { $0.int(0)! }
        let rejects = RejectedRows(rejects: "rejects_\(name)", file: part.origin, connection: connection)
        let hasRejects = try part.keepsRejects && rejects.exist()
        // The rows lie in the order of their lines, so a row's number is its place in the table, unless lines have to be
        // looked for.
        guard try hasRejects || !lines.areConsecutive(rows: rows) else {
            return (
                "SELECT \(file) AS file, rowid + \(1 + part.headerLines) AS line, \(targets) FROM part_\(name)", nil
            )
        }
        try lines.index()
        defer { try? lines.drop() }
        if hasRejects {
            let found = try rejects.problem(lines)
            problem = found.problem
            try quarantine.add(table.name, reason: RejectedRows.reason, select: found.setAside)
        }
        try connection.execute(
            """
            CREATE OR REPLACE TABLE located_\(name) AS SELECT line, \(targets)
            FROM (\(lines.located("SELECT rowid + 1 AS place, * FROM part_\(name)"))) ORDER BY line;
            DROP TABLE part_\(name)
            """)
        return ("SELECT \(file) AS file, line, \(targets) FROM located_\(name)", problem)
    }

    /// Rows without an id are removed; customers without a usable close date stay, to be excluded by name.
    private func setAsideUnusable() throws -> [RowProblem] {
        let columns = configuration.columns
        var problems: [RowProblem] = []
        func collect(
            _ kind: RowProblem.Kind, _ column: String, _ value: String, where condition: String, reason: String?,
            expected: String? = nil
        ) throws {
            let count = try connection.row("SELECT count(*) FROM \(raw) WHERE \(condition)") { $0.int(0)! }
            guard count > 0 else { return }
            let examples = try connection.rows(
                "SELECT file, line, \(value) FROM \(raw) WHERE \(condition) ORDER BY file, line LIMIT 3"
            ) { Finding.Example(file: $0.string(0)!, line: $0.int(1)!, value: $0.string(2)) }
            problems.append(
                RowProblem(kind: kind, column: column, expected: expected, count: count, examples: examples))
            guard let reason else { return }
            try quarantine.add(
                table.name, reason: reason,
                select: """
                    SELECT file, line, \(SQL.literal(column)) AS column_name, \(value) AS value, 1 AS rows
                    FROM \(raw) WHERE \(condition)
                    """)
        }
        try collect(.missingID, columns.id, "NULL::VARCHAR", where: "id IS NULL", reason: "the row has no id")
        if isCustomers {
            let date = "TRY_CAST(close_text AS TIMESTAMP)::DATE"
            try collect(
                .missingDate, columns.closeDate, "NULL::VARCHAR", where: "id IS NOT NULL AND close_text IS NULL",
                reason: "the customer has no close date")
            try collect(
                .unparsableValue, columns.closeDate, "close_text",
                where: "id IS NOT NULL AND close_text IS NOT NULL AND \(date) IS NULL",
                reason: "the close date does not parse", expected: "date")
            try collect(
                .ancientDate, columns.closeDate, "close_text", where: "id IS NOT NULL AND \(date) < DATE '2000-01-01'",
                reason: "the close date is before 2000")
            try collect(
                .futureDate, columns.closeDate, "close_text", where: "id IS NOT NULL AND \(date) > DATE '\(today)'",
                reason: nil)
            try collect(
                .unparsableValue, columns.revenue, "mrr_text",
                where: "id IS NOT NULL AND mrr_text IS NOT NULL AND TRY_CAST(mrr_text AS DOUBLE) IS NULL", reason: nil,
                expected: "number")
        }
        if let created = columns.created {
            try collect(
                .unparsableValue, created, "created_text",
                where: "created_text IS NOT NULL AND TRY_CAST(created_text AS TIMESTAMP) IS NULL", reason: nil,
                expected: "date")
        }
        for (index, firmographic) in configuration.firmographics.enumerated() {
            let cell = "firmographic_\(index)"
            switch firmographic.kind {
            case .category: break
            case .number, .rank:
                try collect(
                    .unparsableValue, firmographic.column, cell,
                    where: "\(cell) IS NOT NULL AND TRY_CAST(\(cell) AS DOUBLE) IS NULL", reason: nil,
                    expected: "number")
            case .range:
                let texts = try connection.rows("SELECT DISTINCT \(cell) FROM \(raw) WHERE \(cell) IS NOT NULL") {
                    $0.string(0)!
                }
                let unreadable = texts.filter { NumberRange.midpoint(of: $0) == nil }
                if !unreadable.isEmpty {
                    try collect(
                        .unparsableValue, firmographic.column, cell,
                        where: "list_contains(\(SQL.list(unreadable)), \(cell))", reason: nil, expected: "range")
                }
            }
        }
        return problems
    }
}
