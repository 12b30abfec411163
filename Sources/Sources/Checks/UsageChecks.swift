internal import Base
internal import DuckDB
internal import UsageStore

/// Checks the usage as a whole, once it is in the store: clocks, strays, gaps, copies, and whether the tables match.
struct UsageChecks {
    let store: UsageStore
    let configuration: SourceSettings
    let today: Day
    let connection: Connection
    let quarantine: Quarantine

    /// The number of rows that are searched for copies.
    private static let comparedRows = 250_000

    /// Adds the findings to a report and removes stray rows from the store.
    ///
    /// - Parameters:
    ///   - loaded: The result of loading the rows.
    ///   - comparesRows: Whether to search for copies. False if the rows of a portal and day were added up before.
    /// - Returns: The usage calendar, or nil if there is no row.
    func run(
        _ report: inout CheckReport, loaded: LoadedUsage, comparesRows: Bool
    ) throws -> (calendar: UsageCalendar, clocks: Clocks, closes: [Day])? {
        let columns = configuration.columns
        let (firstDays, repeated) = try Self.look(at: store, through: today, comparesRows: comparesRows)
        let idlePortals = firstDays.count { $0 == nil }
        report.findings += UsageStatistics(counts: loaded.counts, columns: columns)
            .findings(unknown: loaded.unknown, read: loaded.summary.rows, idlePortals: idlePortals)
        guard let calendar = UsageCalendar(loaded.volumes ?? store.totals.volumes, today: today) else { return nil }
        let settings = configuration.clocks
        let usageThrough = min(settings.usageThrough ?? calendar.through, today)
        if !calendar.strays.isEmpty { try setAside(calendar, in: &report) }
        report.findings += calendar.findings(weekday: settings.weekday, column: columns.timestamp, today: today)
        let closes = try closes()
        let outcomes = OutcomeCalendar(closes: closes, usageThrough: usageThrough)
        if settings.outcomesThrough == nil {
            report.findings += outcomes.findings(column: columns.closeDate, usageThrough: usageThrough)
        }
        report.findings += try TablesMeet(
            firstDays: firstDays, firstUsage: calendar.days.lowerBound, connection: connection
        ).findings(column: columns.id)
        report.findings += repeated.findings(
            all: calendar.volumes.reduce(0) { $0 + $1.rows }, days: calendar.volumes.count)
        report.addSetAside(
            try quarantine.rows(), otherPortals: Self.rowsOfOthers(loaded.unknown, idlePortals: idlePortals),
            tolerance: configuration.checks.tolerance)
        let clocks = Clocks(
            usageThrough: usageThrough, outcomesThrough: min(settings.outcomesThrough ?? outcomes.through, today))
        return (calendar, clocks, closes)
    }

    /// Returns the number of rows of unknown ids that cannot belong to a known portal under another spelling. At most
    /// as many ids as there are known portals without usage can be other spellings.
    static func rowsOfOthers(_ unknown: UnknownUsage, idlePortals: Int) -> Int {
        guard unknown.ids > idlePortals else { return 0 }
        return unknown.rows - unknown.rows * idlePortals / unknown.ids
    }

    /// Returns the close dates up to today, one for each customer.
    private func closes() throws -> [Day] {
        try connection.rows(
            """
            SELECT close_date FROM \(unsafe: CompanyTables.portalsTable)
            WHERE excluded IS NULL AND close_date <= DATE '\(unsafe: today)' ORDER BY close_date
            """
        ) { Day(daysSinceEpoch: Int32(clamping: $0.int(0)!)) }
    }

    /// Removes the stray rows, counts them as set aside and lists them by day.
    private func setAside(_ calendar: UsageCalendar, in report: inout CheckReport) throws {
        store.restrict(to: calendar.days)
        for stray in calendar.strays {
            try quarantine.add(
                .usage, reason: "the date lies far from all others",
                select: """
                    SELECT NULL::VARCHAR AS file, NULL::BIGINT AS line,
                        \(SQL.literal(configuration.columns.timestamp)) AS column_name, '\(stray.day)' AS value,
                        \(stray.rows) AS rows
                    """)
        }
        if let index = report.tables.firstIndex(where: { $0.table == .usage }) {
            report.tables[index].setAside += calendar.strays.reduce(0) { $0 + $1.rows }
        }
    }

    /// Finds the first day of each portal and the copies among the rows, side by side, since each reads many rows.
    private static func look(
        at store: UsageStore, through today: Day, comparesRows: Bool
    ) throws -> (firstDays: [Day?], repeated: RepeatedRows) {
        enum Found: Sendable {
            case firstDays([Day?])
            case repeated(RepeatedRows)
        }
        let found = try concurrently(2, threads: 2) {
        } body: { _, part -> Found in
            if part == 0 { return .firstDays(try store.firstDays()) }
            return .repeated(comparesRows ? try repeatedRows(in: store, through: today) : RepeatedRows())
        }
        guard case .firstDays(let firstDays) = found[0], case .repeated(let repeated) = found[1] else {
            preconditionFailure("Each part has its own kind of result.")
        }
        return (firstDays, repeated)
    }

    /// Compares the rows of the portals in the middle of the table, or of some of them if there are very many.
    private static func repeatedRows(in store: UsageStore, through today: Day) throws -> RepeatedRows {
        let parts = store.parts(rows: comparedRows)
        var repeated = RepeatedRows()
        let compared = parts.count <= 2 ? parts[...] : parts[parts.count / 2...parts.count / 2]
        for part in compared {
            let days = try store.rows(of: part, through: today)
            repeated.add(days)
            days.release()
        }
        return repeated
    }
}

extension CheckReport {
    /// Adds an error for each table with too many rows set aside, whatever the reasons.
    ///
    /// - Parameters:
    ///   - reasons: The rows that are set aside, by table and reason.
    ///   - otherPortals: The usage rows among them of unknown portals, which nobody misses.
    mutating func addSetAside(
        _ reasons: [(table: SourceName, reason: String, rows: Int)], otherPortals: Int, tolerance: Double
    ) {
        for table in tables where table.rows > 0 {
            let own = reasons.filter { $0.table == table.table }.sorted { ($1.rows, $0.reason) < ($0.rows, $1.reason) }
            let setAside = own.reduce(0) { $0 + $1.rows }
            let missed = setAside - (table.table == .usage ? otherPortals : 0)
            guard Double(missed) > tolerance * Double(table.rows) else { continue }
            let share = Double(setAside) / Double(table.rows)
            // One error is enough if a single problem alone is too frequent.
            guard !errors.contains(where: { $0.table == table.table }) else { continue }
            let named = own.prefix(3).map { "\($0.rows) since \($0.reason)" }.joined(separator: "; ")
            findings.append(
                Finding(
                    check: FindingName.setAside.rawValue, severity: .error, table: table.table, count: setAside,
                    message:
                        "\(setAside) of \(table.rows) rows (\((share * 1_000).rounded() / 10)%) cannot be used, more than "
                        + "checks.tolerance allows (\((tolerance * 10_000).rounded() / 100)%): \(named). quarantine.csv lists "
                        + "them."))
        }
    }

    /// Gives the findings the configured severities.
    mutating func apply(_ severities: [FindingSeverity]) {
        for severity in severities {
            for index in findings.indices where findings[index].check == severity.finding.rawValue {
                findings[index].severity = severity.severity
            }
        }
    }
}
