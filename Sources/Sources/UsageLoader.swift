internal import Base
internal import DuckDB
internal import UsageStore

/// Reads the usage table directly into portal numbers and days, in one scan if nothing is wrong.
struct UsageLoader {
    let table: SourceTable
    let configuration: SourceSettings
    let today: Day
    let connection: Connection
    let quarantine: Quarantine
    /// Receives the rows.
    let store: UsageStore
    let zone: ZoneOffsets

    private var columns: ColumnNames { configuration.columns }
    private var finder: UsageDateFinder {
        UsageDateFinder(
            table: table, configuration: configuration, zone: zone, today: today, connection: connection)
    }

    /// Fills the store, seals it, and makes its rows readable as `usage`; see `CompanyTables` for its columns.
    ///
    /// - Returns: The number of rows read, the number set aside, and the findings.
    func load() throws -> LoadedUsage {
        let numericIDs = try idsAreNumbers()
        try registerSinks(numericIDs)
        let finder = finder
        try finder.readHeads()
        var dates = try finder.choose()
        var findings: [Finding] = []
        if numericIDs,
            let finding = try IDForms(configuration: configuration, connection: connection)
                .headsFinding("SELECT id FROM usage_heads")
        {
            findings.append(finding)
        }
        var state = FastScan.clean
        if dates.finding?.severity != .error {
            state = try scanFast(numericIDs, dates)
            // The first rows were plain, but a later row is not.
            if state == .stumbled, !dates.isCertain {
                let first = dates
                dates = try finder.chooseByAll()
                if dates.reader != first.reader, dates.finding?.severity != .error {
                    store.removeAll()
                    state = try scanFast(numericIDs, dates)
                }
            }
        }
        if let finding = dates.finding { findings.append(finding) }
        guard findings.allSatisfy({ $0.severity != .error }) else {
            store.removeAll()
            store.seal()
            return .refused(findings)
        }
        // The typed scan takes a word for "missing" as the id of an unknown portal.
        if state != .stumbled, store.totals.unknown > 0 {
            try collectUnknown(numericIDs, dates, isClean: true)
            if try hasMissingIDs() { state = .stumbled }
        }
        var rejected = 0
        var problems: [RowProblem] = []
        if state == .stumbled { store.removeAll() }
        if state != .clean {
            for index in table.parts.indices {
                let (rows, found) = try readCarefully(index, numericIDs: numericIDs, dates, state)
                rejected += rows
                problems += found
            }
        }
        store.seal()
        try UsageRows(store: store, columns: columns).createView(on: connection)
        let totals = store.totals
        let read = totals.rows + totals.unknown
        if totals.unknown > 0, state == .stumbled { try collectUnknown(numericIDs, dates, isClean: false) }
        let unknown = try setAsideUnknown(rows: totals.unknown)
        if totals.unknown > 0, !numericIDs,
            let finding = try IDForms(configuration: configuration, connection: connection)
                .usageFinding(unknown: "SELECT id, rows FROM unknown_usage", read: read + rejected)
        {
            findings.append(finding)
        }
        return LoadedUsage(
            summary: TableSummary(table: .usage, rows: read + rejected, setAside: rejected + unknown.rows),
            problems: problems.merged(), unknown: unknown,
            counts: UsageCounts(rows: totals.rows, zeros: totals.zeros, idle: totals.idle), findings: findings)
    }

    /// Hands every row to the store with the typed scan.
    private func scanFast(_ numericIDs: Bool, _ dates: UsageDates) throws -> FastScan {
        var state = FastScan.clean
        for (index, part) in table.parts.enumerated() {
            let scan = scan(index, use: "fast", numericIDs, dates)
            try take(scan.fast, scan.fastShape, part)
            if part.keepsRejects {
                let rows = RejectedRows(rejects: scan.rejects, file: part.origin, connection: connection)
                if try rows.exist() { state = max(state, try rows.areOfShapeAlone() ? .lacksRows : .stumbled) }
            }
            if state == .stumbled { break }
        }
        return store.totals.unusable > 0 ? .stumbled : state
    }

    private func scan(_ index: Int, use: String, _ numericIDs: Bool, _ dates: UsageDates) -> UsageScan {
        UsageScan(
            found: table.found[index], columns: columns, numericIDs: numericIDs,
            oldest: configuration.checks.oldestDate, dates: dates, rejects: "\(use)_usage_\(index)")
    }

    /// Returns whether an unknown id is a word for "missing".
    private func hasMissingIDs() throws -> Bool {
        let isMissing = MissingWords(columns.missing).isMissing("id")
        return try !connection.rows("SELECT 1 FROM unknown_usage WHERE \(unsafe: isMissing) LIMIT 1") { _ in 1 }.isEmpty
    }

    /// Registers the store's functions with the connection.
    func registerSinks(_ numericIDs: Bool) throws {
        try connection.execute(SQL(unsafe: keys(numericIDs)))
        let ids = numericIDs ? try IDTable(portalIDs()) : nil
        try connection.register(PlainDay.day, as: PlainDay.function)
        for isPlain in [true, false] {
            let shape = UsageSink.Shape(byID: numericIDs, isPlain: isPlain)
            try UsageSink(store: store, columns: columns, shape: shape, ids: ids).register(on: connection)
        }
    }

    /// Returns the statements that read clean usage, for people to read.
    func statements() throws -> [String] {
        let numericIDs = try idsAreNumbers()
        try finder.readHeads()
        let dates = try finder.choose()
        return (numericIDs ? [] : [keys(numericIDs)])
            + table.parts.indices.map { index in
                let scan = scan(index, use: "rejected", numericIDs, dates)
                return taking(scan.fast, scan.fastShape)
            }
    }

    /// Returns whether every portal id is a whole number, so that ids can be compared as numbers.
    func idsAreNumbers() throws -> Bool {
        try connection.row(
            "SELECT coalesce(bool_and(\(unsafe: IDKey.isPlainNumber(key))), false) FROM portals"
        ) { $0.int(0) == 1 }
    }

    /// The text by which portal ids are compared.
    private var key: String { IDKey.sql(columns.idForm, "id") }

    private func keys(_ numericIDs: Bool) -> String {
        """
        CREATE OR REPLACE TEMP TABLE portal_keys AS
        SELECT portal, \(numericIDs ? "(\(key))::BIGINT" : key) AS id FROM portals
        """
    }

    /// Returns the ids of all portals as numbers, by portal.
    private func portalIDs() throws -> [Int64] {
        let result = try connection.query("SELECT id FROM portal_keys ORDER BY portal")
        var ids: [Int64] = []
        while let chunk = result.nextChunk() { ids += chunk.values(0, as: Int64.self) }
        return ids
    }

    /// Returns a query that hands rows to the store: the id or portal, the day and the counts.
    func taking(_ rows: String, _ shape: UsageSink.Shape) -> String {
        let values = columns.counts.map { "u.\(SQL.identifier($0))" }.joined(separator: ", ")
        return """
            SELECT sum(\(shape.function)(\(shape.byID ? "u.id" : "k.portal"), u.day, \(values)))
            FROM (\(rows)) u\(shape.byID ? "" : " LEFT JOIN portal_keys k ON k.id = u.id")
            """
    }

    private func take(_ rows: String, _ shape: UsageSink.Shape, _ part: SourceTable.Part) throws {
        try part.reading(connection) { try connection.execute(SQL(unsafe: taking(rows, shape))) }
    }

    /// Reads a part by its texts. Good rows go to the store, unless they are there already, the others to the
    /// quarantine.
    private func readCarefully(
        _ index: Int, numericIDs: Bool, _ dates: UsageDates, _ state: FastScan
    ) throws -> (setAside: Int, problems: [RowProblem]) {
        let part = table.parts[index]
        func scan(_ use: String) -> UsageScan { self.scan(index, use: use, numericIDs, dates) }
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
                CREATE OR REPLACE TEMP TABLE \(unsafe: unplaced) AS
                SELECT * FROM (\(unsafe: again.careful(numbered: true))) WHERE \(unsafe: isBad)
                """)
            bad = try connection.row("SELECT count(*) FROM \(unsafe: unplaced)") { $0.int(0)! }
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
            "CREATE OR REPLACE TEMP TABLE bad_usage AS \(unsafe: lines.located("SELECT * FROM \(unplaced)"))")
        var before = "false"
        for test in tests {
            let count = try connection.row("SELECT count(*) FROM bad_usage WHERE \(unsafe: test.condition)") {
                $0.int(0)!
            }
            guard count > 0 else { continue }
            let examples = try connection.rows(
                "SELECT line, \(unsafe: test.value)::VARCHAR FROM bad_usage WHERE \(unsafe: test.condition) ORDER BY line LIMIT 3"
            ) { Finding.Example(file: part.origin, line: $0.int(0)!, value: $0.string(1)) }
            problems.append(
                RowProblem(
                    kind: test.kind, column: test.column, expected: test.expected, hint: test.hint, count: count,
                    examples: examples))
            // A row is set aside once, for the first problem.
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

    /// Makes the table `unknown_usage`: the number of rows of each unknown id, by file.
    private func collectUnknown(_ numericIDs: Bool, _ dates: UsageDates, isClean: Bool) throws {
        try connection.execute("CREATE OR REPLACE TEMP TABLE unknown_usage (file VARCHAR, id VARCHAR, rows BIGINT)")
        for (index, part) in table.parts.enumerated() {
            let scan = scan(index, use: isClean ? "unknown" : "strangers", numericIDs, dates)
            let isBad = scan.isBad(today: today)
            let usable =
                isClean
                ? scan.fast : "SELECT * FROM (\(scan.careful(numbered: false))) WHERE NOT \(isBad)"
            let id = isClean ? "id::VARCHAR" : "id_text"
            try connection.execute(
                """
                INSERT INTO unknown_usage SELECT \(literal: part.origin), \(unsafe: id), count(*) FROM (\(unsafe: usable)) u
                WHERE NOT EXISTS (SELECT 1 FROM portal_keys k WHERE k.id = u.id) GROUP BY ALL
                """)
        }
    }

    /// Sets the rows of unknown portals aside, listed by id with the number of rows.
    private func setAsideUnknown(rows: Int) throws -> UnknownUsage {
        guard rows > 0 else { return UnknownUsage(rows: 0, ids: 0) }
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

/// The result of the typed scan.
private enum FastScan: Int, Comparable {
    case clean
    /// Rows with another shape than the header are missing. All others are as they should be.
    case lacksRows
    /// Some values did not fit their types.
    case stumbled

    static func < (left: FastScan, right: FastScan) -> Bool { left.rawValue < right.rawValue }
}

/// The result of loading the usage table.
struct LoadedUsage {
    let summary: TableSummary
    let problems: [RowProblem]
    let unknown: UnknownUsage
    let counts: UsageCounts
    /// The rows of known portals by day, if the store received sums of them. nil: the store's own counts.
    var volumes: [DayVolume]?
    /// The findings about the table's forms.
    var findings: [Finding] = []
    /// Whether the table was not read because of its findings.
    var isRefused = false

    /// Returns the result for usage that was not read, with the reasons.
    static func refused(_ findings: [Finding]) -> LoadedUsage {
        LoadedUsage(
            summary: TableSummary(table: .usage, rows: 0, setAside: 0), problems: [],
            unknown: UnknownUsage(rows: 0, ids: 0), counts: UsageCounts(rows: 0, zeros: 0, idle: 0), findings: findings,
            isRefused: true)
    }
}

/// The usage of portals that are in neither portal table.
struct UnknownUsage {
    let rows: Int
    let ids: Int
}
