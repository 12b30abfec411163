internal import DuckDB
internal import ProspectCore
internal import UsageStore

/// Reads the usage table, straight to portal numbers and days: in one scan where nothing is wrong.
struct UsageLoader {
    static let oldest = "DATE '2000-01-01'"

    let table: SourceTable
    let configuration: Configuration
    let today: Day
    let connection: Connection
    let quarantine: Quarantine
    /// Takes the rows.
    let store: UsageStore

    private var columns: ColumnNames { configuration.columns }

    /// Fills the store, seals it, and makes its rows readable as `usage`; see `CompanyTables` for its columns.
    ///
    /// - Returns: rows read, rows set aside, and the findings.
    func load() throws -> LoadedUsage {
        let numericIDs = try idsAreNumbers()
        try registerSinks(numericIDs)
        var state = FastScan.clean
        for (index, part) in table.parts.enumerated() {
            let scan = UsageScan(part: part, columns: columns, numericIDs: numericIDs, rejects: "fast_usage_\(index)")
            try take(scan.fast, scan.fastShape, part)
            if part.keepsRejects {
                let rows = RejectedRows(rejects: scan.rejects, file: part.origin, connection: connection)
                if try rows.exist() { state = max(state, try rows.areOfShapeAlone() ? .lacksRows : .stumbled) }
            }
            if state == .stumbled { break }
        }
        if store.totals.unusable > 0 { state = .stumbled }
        var rejected = 0
        var problems: [RowProblem] = []
        if state == .stumbled { store.removeAll() }
        if state != .clean {
            for (index, part) in table.parts.enumerated() {
                let (rows, found) = try readCarefully(part, index, numericIDs: numericIDs, state)
                rejected += rows
                problems += found
            }
        }
        store.seal()
        try UsageRows(store: store, columns: columns).createView(on: connection)
        let totals = store.totals
        let read = totals.rows + totals.unknown
        let unknown = try setAsideUnknown(rows: totals.unknown, numericIDs: numericIDs, isClean: state != .stumbled)
        return LoadedUsage(
            summary: TableSummary(table: .usage, rows: read + rejected, setAside: rejected + unknown.rows),
            problems: problems.merged(), unknown: unknown,
            counts: UsageCounts(rows: totals.rows, zeros: totals.zeros, idle: totals.idle))
    }

    /// Makes the store's functions known to the connection.
    func registerSinks(_ numericIDs: Bool) throws {
        try connection.execute(keys(numericIDs))
        let ids = numericIDs ? try IDTable(portalIDs()) : nil
        try connection.register(PlainDay.day, as: PlainDay.function)
        for isPlain in [true, false] {
            let shape = UsageSink.Shape(byID: numericIDs, isPlain: isPlain)
            try UsageSink(store: store, columns: columns, shape: shape, ids: ids).register(on: connection)
        }
    }

    /// The statements by which clean usage is read, for people to read.
    func statements() throws -> [String] {
        let numericIDs = try idsAreNumbers()
        return (numericIDs ? [] : [keys(numericIDs)])
            + table.parts.map { part in
                let scan = UsageScan(part: part, columns: columns, numericIDs: numericIDs, rejects: "rejected_usage")
                return taking(scan.fast, scan.fastShape)
            }
    }

    /// Whether every id of the portals is a whole number, and so is compared as one.
    func idsAreNumbers() throws -> Bool {
        try connection.row(
            "SELECT coalesce(bool_and(regexp_full_match(id, '0|[1-9][0-9]{0,17}')), false) FROM portals"
        ) { $0.int(0) == 1 }
    }

    private func keys(_ numericIDs: Bool) -> String {
        """
        CREATE OR REPLACE TEMP TABLE portal_keys AS
        SELECT portal, \(numericIDs ? "id::BIGINT" : "id") AS id FROM portals
        """
    }

    /// The ids of all portals as numbers, by portal.
    private func portalIDs() throws -> [Int64] {
        let result = try connection.query("SELECT id FROM portal_keys ORDER BY portal")
        var ids: [Int64] = []
        while let chunk = result.nextChunk() { ids += chunk.values(0, as: Int64.self) }
        return ids
    }

    /// Hands rows to the store: id or portal, day and counts of each.
    func taking(_ rows: String, _ shape: UsageSink.Shape) -> String {
        let values = columns.counts.map { "u.\(SQL.identifier($0))" }.joined(separator: ", ")
        return """
            SELECT sum(\(shape.function)(\(shape.byID ? "u.id" : "k.portal"), u.day, \(values)))
            FROM (\(rows)) u\(shape.byID ? "" : " LEFT JOIN portal_keys k ON k.id = u.id")
            """
    }

    private func take(_ rows: String, _ shape: UsageSink.Shape, _ part: SourceTable.Part) throws {
        try part.reading(connection) { try connection.execute(taking(rows, shape)) }
    }

    /// Reads a part by its texts: the good rows to the store, unless they are there, the others to the quarantine.
    private func readCarefully(
        _ part: SourceTable.Part, _ index: Int, numericIDs: Bool, _ state: FastScan
    ) throws -> (setAside: Int, problems: [RowProblem]) {
        func scan(_ use: String) -> UsageScan {
            UsageScan(part: part, columns: columns, numericIDs: numericIDs, rejects: "\(use)_usage_\(index)")
        }
        var again = scan("fast")
        let tests = again.tests(today: today)
        let isBad = again.isBad(today: today)
        let unplaced = "bad_usage_rows_\(index)"
        var bad = 0
        if state == .stumbled {
            let good = scan("careful").careful(numbered: false)
            try take(
                "SELECT * FROM (\(good)) WHERE NOT \(isBad)", .init(byID: numericIDs, isPlain: false), part)
            again = scan("bad")
            try connection.execute(
                """
                CREATE OR REPLACE TEMP TABLE \(unplaced) AS
                SELECT * FROM (\(again.careful(numbered: true))) WHERE \(isBad)
                """)
            bad = try connection.row("SELECT count(*) FROM \(unplaced)") { $0.int(0)! }
        }
        let lines = PartLines(
            part: part, rejects: part.keepsRejects ? again.rejects : nil, connection: connection,
            name: "lines_usage_\(index)")
        let rejects = RejectedRows(rejects: again.rejects, file: part.origin, connection: connection)
        let hasRejects = try part.keepsRejects && rejects.exist()
        guard bad > 0 || hasRejects else { return (0, []) }
        try lines.index()
        defer { try? lines.drop() }
        var problems: [RowProblem] = []
        if hasRejects {
            let (problem, setAside) = try rejects.problem(lines)
            problems.append(problem)
            try quarantine.add(.usage, reason: RejectedRows.reason, select: setAside)
        }
        let rejected = problems.reduce(0) { $0 + $1.count }
        guard bad > 0 else { return (rejected, problems) }
        try connection.execute(
            "CREATE OR REPLACE TEMP TABLE bad_usage AS \(lines.located("SELECT * FROM \(unplaced)"))")
        var before = "false"
        for test in tests {
            let count = try connection.row("SELECT count(*) FROM bad_usage WHERE \(test.condition)") { $0.int(0)! }
            guard count > 0 else { continue }
            let examples = try connection.rows(
                "SELECT line, \(test.value)::VARCHAR FROM bad_usage WHERE \(test.condition) ORDER BY line LIMIT 3"
            ) { Finding.Example(file: part.origin, line: $0.int(0)!, value: $0.string(1)) }
            problems.append(
                RowProblem(
                    kind: test.kind, column: test.column, expected: test.expected, count: count, examples: examples))
            // A row is set aside once, for the first thing that is wrong with it.
            try quarantine.add(
                .usage, reason: test.reason,
                select: """
                    SELECT \(SQL.literal(part.origin)) AS file, line, \(SQL.literal(test.column)) AS column_name,
                        \(test.value) AS value, 1 AS rows
                    FROM bad_usage WHERE (\(test.condition)) AND NOT coalesce(\(before), false)
                    """)
            before += " OR (\(test.condition))"
        }
        return (bad + rejected, problems)
    }

    /// Rows of portals that are in neither portal table; listed by id, with how many rows each has.
    private func setAsideUnknown(rows: Int, numericIDs: Bool, isClean: Bool) throws -> UnknownUsage {
        guard rows > 0 else { return UnknownUsage(rows: 0, ids: 0) }
        try connection.execute("CREATE OR REPLACE TEMP TABLE unknown_usage (file VARCHAR, id VARCHAR, rows BIGINT)")
        for (index, part) in table.parts.enumerated() {
            let scan = UsageScan(
                part: part, columns: columns, numericIDs: numericIDs, rejects: "unknown_usage_\(index)")
            let isBad = scan.isBad(today: today)
            let usable =
                isClean
                ? scan.fast : "SELECT * FROM (\(scan.careful(numbered: false))) WHERE NOT \(isBad)"
            let id = isClean ? "id::VARCHAR" : "id_text"
            try connection.execute(
                """
                INSERT INTO unknown_usage SELECT \(SQL.literal(part.origin)), \(id), count(*) FROM (\(usable)) u
                WHERE NOT EXISTS (SELECT 1 FROM portal_keys k WHERE k.id = u.id) GROUP BY ALL
                """)
        }
        try quarantine.add(
            .usage, reason: "the portal is in neither portal table",
            select: """
                SELECT file, NULL::BIGINT AS line, \(SQL.literal(columns.id)) AS column_name, id AS value, rows
                FROM unknown_usage
                """)
        let ids = try connection.row("SELECT count(DISTINCT id) FROM unknown_usage") { $0.int(0)! }
        return UnknownUsage(rows: rows, ids: ids)
    }
}

/// How the typed scan went.
private enum FastScan: Int, Comparable {
    case clean
    /// Rows of another shape than the header's are missing; all others are as they should be.
    case lacksRows
    /// Values did not fit their types.
    case stumbled

    static func < (left: FastScan, right: FastScan) -> Bool { left.rawValue < right.rawValue }
}

/// What became of the usage table.
struct LoadedUsage {
    let summary: TableSummary
    let problems: [RowProblem]
    let unknown: UnknownUsage
    let counts: UsageCounts
}

/// Usage of portals that are in neither portal table.
struct UnknownUsage {
    let rows: Int
    let ids: Int
}
