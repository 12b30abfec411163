package import DuckDB
package import ProspectCore
package import UsageStore

/// Reads and checks the three tables: the first stage.
///
/// After a successful `read()` the database holds the tables that `CompanyTables` describes.
package struct SourceReader {
    let configuration: Configuration
    let today: Day
    let connection: Connection
    let progress: any ProgressReporter
    /// Bytes of usage beyond which rows go to `spillFolder`.
    let usageMemory: Int?
    let spillFolder: String
    /// nil: DuckDB reads the usage.
    let spark: SparkEngine?
    /// The Sunday that was asked for, if any.
    let asOf: Day?

    /// - Parameters:
    ///   - today: the day on which the reader runs; later dates are "in the future".
    ///   - usageMemory: bytes of usage that are held in memory; nil: all.
    ///   - spillFolder: takes usage beyond it; made when it is needed.
    ///   - spark: what reduces usage; nil: DuckDB, by the connection.
    ///   - asOf: the Sunday that was asked for; older usage than its history needs is not read.
    package init(
        configuration: Configuration, today: Day, connection: Connection, progress: any ProgressReporter,
        usageMemory: Int? = nil, spillFolder: String = "", spark: SparkEngine? = nil, asOf: Day? = nil
    ) {
        self.spark = spark
        self.asOf = asOf
        self.usageMemory = usageMemory
        self.spillFolder = spillFolder
        self.configuration = configuration
        self.today = today
        self.connection = connection
        self.progress = progress
    }

    /// Reads the tables and checks them.
    ///
    /// - Returns: everything the checks found, and the company with its usage; nil where an error was found.
    /// - Throws: `DuckDBError` or `UsageStoreError` for what is not the data's fault.
    package func read() throws -> (report: CheckReport, company: CompanyRead?) {
        let quarantine = Quarantine(connection: connection)
        var report = CheckReport()
        guard let table = try readPortals(quarantine, into: &report) else { return (report, nil) }
        let store = try makeStore()
        var read: UsageRead?
        do {
            read = try readUsage(table, into: store, quarantine, &report)
        } catch let problem as SourceProblem {
            progress.end("failed")
            report.findings.append(Self.finding(problem, .usage))
        }
        if report.errors.isEmpty, store.totals.rows == 0 {
            report.findings.append(
                Finding(
                    check: "no-usable-rows", severity: .error, table: .usage, message: "No row of usage can be used."))
        }
        guard report.errors.isEmpty, let read else { return (report, nil) }
        return (report, CompanyRead(tables: try company(read), usage: store))
    }

    /// Reads and checks the two portal tables, and the headers of all three.
    ///
    /// - Returns: the usage table as it was found; nil where an error was found.
    private func readPortals(_ quarantine: Quarantine, into report: inout CheckReport) throws -> SourceTable? {
        try quarantine.create()
        var tables: [SourceName: SourceTable] = [:]
        for name in SourceName.allCases {
            progress.begin("reading the header of \(name.rawValue)", total: nil, unit: "files")
            do {
                let table = try locate(name)
                let missing = missingColumns(table)
                report.findings += missing
                if missing.isEmpty { tables[name] = table }
                progress.end("\(table.parts.count) file\(table.parts.count == 1 ? "" : "s")")
            } catch let problem as SourceProblem {
                progress.end("failed")
                report.findings.append(Self.finding(problem, name))
            }
        }
        for name in [SourceName.customers, .noncustomers] {
            guard let table = tables[name] else { continue }
            progress.begin("reading \(name.rawValue)", total: nil, unit: "rows")
            do {
                let loader = PortalLoader(
                    table: table, configuration: configuration, today: today, connection: connection,
                    quarantine: quarantine)
                let (summary, problems) = try loader.load()
                report.add(summary, problems, tolerance: configuration.checks.tolerance)
                progress.end("\(summary.rows) rows")
            } catch let problem as SourceProblem {
                progress.end("failed")
                report.findings.append(Self.finding(problem, name))
            }
        }
        guard tables.count == 3, report.errors.isEmpty else { return nil }
        report.findings += try PortalMerger(
            configuration: configuration, connection: connection, quarantine: quarantine
        ).merge()
        let setAside = try connection.rows("SELECT source, sum(rows) FROM quarantine GROUP BY source") {
            ($0.string(0)!, $0.int(1)!)
        }
        for (source, rows) in setAside {
            if let index = report.tables.firstIndex(where: { $0.table.rawValue == source }) {
                report.tables[index].setAside = rows
            }
        }

        return tables[.usage]
    }

    /// Fills the store, and says what was found.
    ///
    /// - Returns: what became of the rows; nil where none can be used.
    private func readUsage(
        _ table: SourceTable, into store: UsageStore, _ quarantine: Quarantine, _ report: inout CheckReport
    ) throws -> UsageRead? {
        let loader = UsageLoader(
            table: table, configuration: configuration, today: today, connection: connection, quarantine: quarantine,
            store: store)
        let loaded: LoadedUsage
        if let spark {
            loaded = try SparkUsageLoader(loader: loader, engine: spark, progress: progress).load()
        } else {
            progress.begin("reading usage", total: nil, unit: "rows")
            loaded = try loader.load()
            progress.end("\(loaded.summary.rows) rows")
        }
        report.add(loaded.summary, loaded.problems, tolerance: configuration.checks.tolerance)
        let statistics = UsageStatistics(
            counts: loaded.counts, columns: configuration.columns)
        report.findings += statistics.findings(unknown: loaded.unknown, read: loaded.summary.rows)
        let checks = UsageChecks(
            store: store, configuration: configuration, today: today, connection: connection, quarantine: quarantine)
        guard let (calendar, clocks) = try checks.run(&report, comparesRows: spark == nil) else { return nil }
        report.clocks = clocks
        report.addSetAside(try quarantine.rows(), tolerance: configuration.checks.tolerance)
        report.apply(configuration.checks.severity)
        let strays = calendar.strays.reduce(0) { $0 + $1.rows }
        return UsageRead(rows: loaded.counts.rows - strays, calendar: calendar, clocks: clocks)
    }

    private func makeStore() throws -> UsageStore {
        let portals = try connection.row("SELECT count(*) FROM \(CompanyTables.portalsTable)") { $0.int(0)! }
        return UsageStore(
            portals: portals, width: configuration.columns.counts.count, today: today, memoryLimit: usageMemory,
            spillFolder: spillFolder)
    }

    /// The statements by which Spark reduces usage, without running them; reads the portal tables.
    ///
    /// - Returns: the findings, and the statements; none where an error was found.
    package func sparkStatements() throws -> (report: CheckReport, statements: [String]) {
        let quarantine = Quarantine(connection: connection)
        var report = CheckReport()
        guard let spark, let table = try readPortals(quarantine, into: &report) else { return (report, []) }
        let loader = UsageLoader(
            table: table, configuration: configuration, today: today, connection: connection, quarantine: quarantine,
            store: try makeStore())
        do {
            let statements = try SparkUsageLoader(loader: loader, engine: spark, progress: progress).statements()
            return (report, statements)
        } catch let problem as SourceProblem {
            report.findings.append(Self.finding(problem, .usage))
            return (report, [])
        }
    }

    /// The statements by which usage is read; needs the portals that `read()` has left in the database.
    package func usageStatements() throws -> [String] {
        let quarantine = Quarantine(connection: connection)
        return try UsageLoader(
            table: locate(.usage), configuration: configuration, today: today, connection: connection,
            quarantine: quarantine, store: makeStore()
        ).statements()
    }

    /// Writes the rows that were set aside; `file` is replaced.
    package func writeQuarantine(to file: String) throws {
        try Quarantine(connection: connection).write(to: file)
    }

    private func locate(_ name: SourceName) throws -> SourceTable {
        let location: TableLocation? =
            switch name {
            case .customers: configuration.sources.customers
            case .noncustomers: configuration.sources.noncustomers
            case .usage: configuration.sources.usage
            }
        guard let location else {
            throw SourceProblem(check: "no-source", message: "sources.\(name.rawValue) is not set.")
        }
        return try SourceTable.locate(
            name, at: location, wanted: Set(wantedColumns(name).map(\.column)), connection: connection,
            extensions: configuration.resources.extensions,
            history: name == .usage ? wantedHistory : nil)
    }

    private var wantedHistory: WantedHistory? {
        configuration.sources.usageHistory.map { weeks in
            WantedHistory(
                history: UsageHistory(weeks: weeks, asOf: asOf), column: configuration.columns.timestamp, today: today,
                leavesOutRows: configuration.engine == .duckdb)
        }
    }

    /// The columns of a table and the configuration keys that name them.
    private func wantedColumns(_ name: SourceName) -> [(column: String, key: String)] {
        let columns = configuration.columns
        var wanted = [(columns.id, "columns.id")]
        switch name {
        case .usage:
            wanted.append((columns.timestamp, "columns.timestamp"))
            wanted += columns.actions.map { ($0, "columns.actions") } + columns.users.map { ($0, "columns.users") }
        case .customers, .noncustomers:
            if name == .customers {
                wanted += [(columns.closeDate, "columns.close_date"), (columns.revenue, "columns.revenue")]
            }
            if let created = columns.created { wanted.append((created, "columns.created")) }
            wanted += configuration.firmographics.map { ($0.column, "firmographics") }
        }
        return wanted
    }

    private func missingColumns(_ table: SourceTable) -> [Finding] {
        wantedColumns(table.name).compactMap { column, key in
            let without = table.found.filter { !$0.columns.contains(column) }
            guard let first = without.first else { return nil }
            let nearest = first.columns.nearest(to: column)
            let hint =
                nearest.map { "the nearest is '\($0)'; if that is the one, set \(key)" }
                ?? "the table has no columns; set \(key)"
            let place = without.count < table.found.count ? " in '\(first.part.origin)'" : ""
            return Finding(
                check: "missing-column", severity: .error, table: table.name, column: column,
                message: "The column '\(column)' is missing\(place): \(hint).")
        }
    }

    private static func finding(_ problem: SourceProblem, _ table: SourceName) -> Finding {
        Finding(check: problem.check, severity: .error, table: table, message: problem.message)
    }

    /// What became of the usage rows.
    private struct UsageRead {
        /// Rows that are in the store, strays left out.
        let rows: Int
        let calendar: UsageCalendar
        let clocks: Clocks
    }

    private func company(_ usage: UsageRead) throws -> CompanyTables {
        let excluded = try connection.rows(
            "SELECT excluded, count(*) FROM portals WHERE excluded IS NOT NULL GROUP BY ALL ORDER BY ALL"
        ) { ExcludedPortals(reason: $0.string(0)!, count: $0.int(1)!) }
        let portals = try connection.row("SELECT count(*) FROM portals") { $0.int(0)! }
        let lastClose = try connection.row(
            "SELECT max(close_date) FROM portals WHERE close_date <= DATE '\(today)'"
        ) { $0.int(0).map { Day(daysSinceEpoch: Int32($0)) } }
        return CompanyTables(
            portals: portals, excluded: excluded, usageRows: usage.rows, firstUsage: usage.calendar.days.lowerBound,
            lastUsage: usage.calendar.days.upperBound, lastClose: lastClose, cadence: usage.calendar.cadence,
            clocks: usage.clocks)
    }
}

/// A company as it has been read.
package struct CompanyRead: Sendable {
    package let tables: CompanyTables
    package let usage: UsageStore
}
