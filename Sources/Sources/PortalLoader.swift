internal import Base
internal import DuckDB

/// Reads one of the two portal tables, as text first, so that findings can show every value that does not parse.
struct PortalLoader {
    let table: SourceTable
    let configuration: SourceSettings
    let today: Day
    let connection: Connection
    let quarantine: Quarantine

    private var isCustomers: Bool { table.name == .customers }
    private var columns: ColumnNames { configuration.columns }
    private var raw: String { "raw_\(table.name.rawValue)" }
    /// The relation with every column as text.
    var texts: String { "texts_\(table.name.rawValue)" }

    /// The text columns as (name in the file, name in the tables of texts).
    private var textColumns: [(source: String, target: String)] {
        var pairs = [(columns.id, "id")]
        if isCustomers {
            pairs.append((columns.closeDate, "close_text"))
            if let revenue = columns.revenue { pairs.append((revenue, "mrr_text")) }
        }
        if let created = columns.created { pairs.append((created, "created_text")) }
        return pairs + configuration.firmographics.enumerated().map { ($1.column, "firmographic_\($0)") }
    }

    /// The result of reading a table as text, before its forms are known.
    struct Texts {
        /// The number of rows that were read.
        let rows: Int
        /// The number of rows that could not be read.
        let rejected: Int
        let problems: [RowProblem]
    }

    /// Reads every part as text.
    func readTexts() throws -> Texts {
        var problems: [RowProblem] = []
        var selects: [String] = []
        for (index, part) in table.parts.enumerated() {
            let (select, problem) = try read(part, index)
            selects.append(select)
            if let problem { problems.append(problem) }
        }
        try connection.execute(
            "CREATE OR REPLACE VIEW \(unsafe: texts) AS \(unsafe: selects.joined(separator: " UNION ALL "))")
        return Texts(
            rows: try connection.row("SELECT count(*) FROM \(unsafe: texts)") { $0.int(0)! },
            rejected: problems.reduce(0) { $0 + $1.count }, problems: problems)
    }

    /// Whether a column has typed numbers, not texts, in every file.
    func hasTypedNumbers(_ column: String) -> Bool {
        table.found.allSatisfy { found in
            found.types[column].map { ColumnTypes.isNumber($0) } ?? false
        }
    }

    /// Makes the raw table, converts dates and numbers according to the forms, and sets unusable rows aside.
    ///
    /// - Returns: The number of rows read, the number set aside, and the problems found.
    func load(_ read: Texts, forms: PortalForms) throws -> (summary: TableSummary, problems: [RowProblem]) {
        var parsed: [String] = []
        // The checks are in a query around the parsed columns, so each text is parsed once.
        var checked: [String] = []
        if isCustomers {
            parsed.append("\(forms.date(.closeDate, of: table.name, text: "close_text")) AS any_close_date")
            parsed.append("\(columns.revenue == nil ? "NULL::DOUBLE" : forms.revenue("mrr_text")) AS any_mrr")
            checked.append(
                "CASE WHEN any_close_date >= DATE '\(configuration.checks.oldestDate)' THEN any_close_date END AS close_date"
            )
            checked.append("CASE WHEN NOT \(isAbsurd("any_mrr")) THEN any_mrr END AS mrr")
        }
        if columns.created != nil {
            parsed.append("\(forms.date(.created, of: table.name, text: "created_text")) AS created")
        }
        let numbers = configuration.firmographics.enumerated().compactMap { index, _ in
            forms.isConverted(index) ? forms.cell(index, "firmographic_\(index)") : nil
        }
        // If something has to be computed, a table computes it only once.
        let isView = parsed.isEmpty && numbers.isEmpty && columns.idForm == .exact
        try connection.execute(
            """
            CREATE OR REPLACE \(unsafe: isView ? "VIEW" : "TABLE") \(unsafe: raw) AS
            SELECT *\(unsafe: checked.map { ", " + $0 }.joined()) FROM (
                SELECT *\(unsafe: numbers.isEmpty ? "" : " REPLACE (\(numbers.joined(separator: ", ")))")\(unsafe: parsed.map { ", " + $0 }.joined())
                FROM \(unsafe: texts))
            """)
        let problems = read.problems + (try setAsideUnusable(forms))
        let kept = try connection.row("SELECT count(*) FROM \(unsafe: raw) WHERE id IS NOT NULL") { $0.int(0)! }
        return (
            TableSummary(
                table: table.name, rows: read.rows + read.rejected, setAside: read.rejected + read.rows - kept),
            problems.merged()
        )
    }

    private func isAbsurd(_ number: String) -> String {
        "coalesce(NOT isfinite(\(number)) OR abs(\(number)) > \(configuration.checks.highestRevenue), false)"
    }

    /// Reads one part into a table of its own.
    ///
    /// - Returns: The select of its rows with their file and line, and the rows that could not be read, if any.
    private func read(_ part: SourceTable.Part, _ index: Int) throws -> (select: String, problem: RowProblem?) {
        let name = "\(table.name.rawValue)_\(index)"
        let lines = PartLines(
            part: part, rejects: part.keepsRejects ? "rejects_\(name)" : nil, connection: connection,
            name: "lines_\(name)")
        let types = Dictionary(textColumns.map { ($0.source, "VARCHAR") }, uniquingKeysWith: { first, _ in first })
        let missing = MissingWords(columns.missing)
        // The texts are trimmed once, in a query of their own.
        let trimmed = textColumns.map { source, target in
            "trim(\(ColumnTypes.text(source, type: table.found[index].types[source]))) AS \(target)"
        }
        let cells = textColumns.map { "\(missing.cell(trimmed: $0.target)) AS \($0.target)" }
        let file = SQL.literal(part.origin)
        let targets = textColumns.map(\.target).joined(separator: ", ")
        let relation = part.relation(types: types, rejects: "rejects_\(name)", bufferSize: SourceTable.Part.smallBuffer)
        try part.reading(connection) {
            try connection.execute(
                """
                CREATE OR REPLACE TABLE part_\(unsafe: name) AS SELECT \(unsafe: cells.joined(separator: ", "))
                FROM (SELECT \(unsafe: trimmed.joined(separator: ", ")) FROM \(unsafe: relation))
                """)
        }
        var problem: RowProblem?
        let rows = try connection.row("SELECT count(*) FROM part_\(unsafe: name)") { $0.int(0)! }
        let rejects = RejectedRows(rejects: "rejects_\(name)", file: part.origin, connection: connection)
        let hasRejects = try part.keepsRejects && rejects.exist()
        // The rows are in the order of their lines, so a row's number is its place in the table, unless lines have to
        // be searched for.
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
            CREATE OR REPLACE TABLE located_\(unsafe: name) AS SELECT line, \(unsafe: targets)
            FROM (\(unsafe: lines.located("SELECT rowid + 1 AS place, * FROM part_\(name)"))) ORDER BY line;
            DROP TABLE part_\(unsafe: name)
            """)
        return ("SELECT \(file) AS file, line, \(targets) FROM located_\(name)", problem)
    }

    /// Removes rows without an id. Customers without a usable close date stay, to be excluded by name.
    private func setAsideUnusable(_ forms: PortalForms) throws -> [RowProblem] {
        var problems: [RowProblem] = []
        func collect(
            _ kind: RowProblem.Kind, _ column: String, _ value: String, where condition: String, reason: String? = nil,
            expected: String? = nil, hint: String? = nil
        ) throws {
            let count = try connection.row("SELECT count(*) FROM \(unsafe: raw) WHERE \(unsafe: condition)") {
                $0.int(0)!
            }
            guard count > 0 else { return }
            let examples = try connection.rows(
                "SELECT file, line, \(unsafe: value) FROM \(unsafe: raw) WHERE \(unsafe: condition) ORDER BY file, line LIMIT 3"
            ) { Finding.Example(file: $0.string(0)!, line: $0.int(1)!, value: $0.string(2)) }
            problems.append(
                RowProblem(kind: kind, column: column, expected: expected, hint: hint, count: count, examples: examples)
            )
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
            let oldest = configuration.checks.oldestDate
            try collect(
                .missingDate, columns.closeDate, "NULL::VARCHAR", where: "id IS NOT NULL AND close_text IS NULL",
                reason: "the customer has no close date")
            try collect(
                .unparsableValue, columns.closeDate, "close_text",
                where: "id IS NOT NULL AND close_text IS NOT NULL AND any_close_date IS NULL",
                reason: "the close date does not parse", expected: "date",
                hint: forms.hint(.closeDate, of: table.name))
            try collect(
                .ancientDate, columns.closeDate, "close_text",
                where: "id IS NOT NULL AND any_close_date < DATE '\(oldest)'",
                reason: "the close date is before \(oldest)", expected: "\(oldest)")
            try collect(
                .futureDate, columns.closeDate, "close_text",
                where: "id IS NOT NULL AND any_close_date > DATE '\(today)'")
            if let revenue = columns.revenue {
                try collect(
                    .unparsableValue, revenue, "mrr_text",
                    where: "id IS NOT NULL AND mrr_text IS NOT NULL AND any_mrr IS NULL", expected: "number",
                    hint: PortalForms.numberHint)
                try collect(
                    .absurdRevenue, revenue, "mrr_text", where: "id IS NOT NULL AND \(isAbsurd("any_mrr"))",
                    expected: Self.amount(configuration.checks.highestRevenue))
            }
        }
        if let created = columns.created {
            try collect(
                .unparsableValue, created, "created_text",
                where: "created_text IS NOT NULL AND created IS NULL", expected: "date",
                hint: forms.hint(.created, of: table.name))
        }
        for (index, firmographic) in configuration.firmographics.enumerated() {
            let cell = "firmographic_\(index)"
            switch firmographic.kind {
            case .category: break
            case .number, .rank:
                try collect(
                    .unparsableValue, firmographic.column, cell,
                    where: "\(cell) IS NOT NULL AND TRY_CAST(\(cell) AS DOUBLE) IS NULL", expected: "number",
                    hint: PortalForms.numberHint)
            case .range:
                let texts = try connection.rows(
                    "SELECT DISTINCT \(unsafe: cell) FROM \(unsafe: raw) WHERE \(unsafe: cell) IS NOT NULL"
                ) {
                    $0.string(0)!
                }
                let unreadable = texts.filter { NumberRange.midpoint(of: $0) == nil }
                if !unreadable.isEmpty {
                    try collect(
                        .unparsableValue, firmographic.column, cell,
                        where: "list_contains(\(SQL.list(unreadable)), \(cell))", expected: "range")
                }
            }
        }
        return problems
    }

    private static func amount(_ number: Double) -> String {
        number == number.rounded() && number < 1e15 ? String(Int(number)) : "\(number)"
    }
}
