package import Base
package import DuckDB
package import UsageStore

/// Reads and checks the three tables: the first stage.
///
/// After a successful `read()`, the database holds the tables that `CompanyTables` describes.
package struct SourceReader {
    let configuration: SourceSettings
    let today: Day
    let connection: Connection
    let progress: any ProgressReporter
    /// The number of bytes of usage beyond which rows go to `spillFolder`.
    let usageMemory: Int?
    let spillFolder: String
    /// The Spark that reads the usage, or nil for DuckDB.
    let spark: SparkEngine?
    /// The requested Sunday, if any.
    let asOf: Day?

    /// Makes a reader.
    ///
    /// - Parameters:
    ///   - today: The day on which the reader runs. Later dates are "in the future".
    ///   - usageMemory: Maximum number of bytes of usage in memory. nil: all.
    ///   - spillFolder: The folder for usage beyond that. It is made when needed.
    ///   - spark: The Spark that reduces usage. nil: DuckDB, on the connection.
    ///   - asOf: The requested Sunday. Usage older than its history needs is not read.
    package init(
        configuration: SourceSettings, today: Day, connection: Connection, progress: any ProgressReporter,
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
    /// - Returns: All findings, and the company with its usage, or nil if an error was found.
    /// - Throws: `DuckDBError` or `UsageStoreError` for failures that are not the data's fault.
    package func read() throws -> (report: CheckReport, company: CompanyRead?) {
        let quarantine = Quarantine(connection: connection)
        var report = CheckReport()
        guard let portals = try readPortals(quarantine, into: &report) else { return (report, nil) }
        let store = try makeStore(portals.configuration)
        var read: UsageRead?
        do {
            read = try readUsage(portals, into: store, quarantine, &report)
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
        return (
            report,
            CompanyRead(
                tables: try company(read), usage: store, configuration: portals.configuration, closes: read.closes)
        )
    }

    /// What is known after the portal tables have been read.
    private struct PortalsRead {
        let usage: SourceTable
        /// The configuration without the columns that the tables lack.
        let configuration: SourceSettings
        let zone: ZoneOffsets
    }

    /// Reads and checks the two portal tables, and the headers of all three.
    ///
    /// - Returns: The usage table that was found, or nil if an error was found.
    private func readPortals(_ quarantine: Quarantine, into report: inout CheckReport) throws -> PortalsRead? {
        try quarantine.create()
        guard let zone = ZoneOffsets(name: configuration.timeZone) else {
            report.findings.append(Self.unknownZone(configuration.timeZone))
            return nil
        }
        var tables: [SourceName: SourceTable] = [:]
        for name in SourceName.allCases {
            progress.begin("reading the header of \(name.rawValue)", total: nil, unit: "files")
            do {
                let table = try locate(name)
                tables[name] = table
                progress.end("\(table.parts.count) file\(table.parts.count == 1 ? "" : "s")")
            } catch let problem as SourceProblem {
                progress.end("failed")
                report.findings.append(Self.finding(problem, name))
            }
        }
        let plan = ColumnPlan(configuration, tables: tables)
        report.findings += plan.findings
        for finding in plan.findings where finding.severity == .error { tables[finding.table] = nil }
        let configuration = plan.configuration
        try loadPortals(tables, configuration, zone, quarantine, into: &report)
        guard let usage = tables[.usage], tables.count == 3, report.errors.isEmpty else { return nil }
        report.findings += try IDForms(configuration: configuration, connection: connection).unify()
        guard report.errors.isEmpty else { return nil }
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
        return PortalsRead(usage: usage, configuration: configuration, zone: zone)
    }

    /// Makes the raw tables of the portal tables that were found.
    private func loadPortals(
        _ tables: [SourceName: SourceTable], _ configuration: SourceSettings, _ zone: ZoneOffsets,
        _ quarantine: Quarantine, into report: inout CheckReport
    ) throws {
        var read: [(loader: PortalLoader, texts: PortalLoader.Texts)] = []
        for name in [SourceName.customers, .noncustomers] {
            guard let table = tables[name] else { continue }
            progress.begin("reading \(name.rawValue)", total: nil, unit: "rows")
            do {
                let loader = PortalLoader(
                    table: table, configuration: configuration, today: today, connection: connection,
                    quarantine: quarantine)
                let texts = try loader.readTexts()
                read.append((loader, texts))
                progress.end("\(texts.rows + texts.rejected) rows")
            } catch let problem as SourceProblem {
                progress.end("failed")
                report.findings.append(Self.finding(problem, name))
            }
        }
        let forms = try PortalForms(
            read.map(\.loader), configuration: configuration, zone: zone, today: today, connection: connection)
        report.findings += forms.findings
        for (loader, texts) in read {
            let (summary, problems) = try loader.load(texts, forms: forms)
            let refused = forms.findings.filter { $0.severity == .error && $0.table == summary.table }.map(\.column)
            // A problem of the whole column is not repeated for its values.
            let others = problems.filter { !refused.contains($0.column) }
            report.add(summary, others, tolerance: configuration.checks.tolerance)
        }
    }

    private static func unknownZone(_ name: String) -> Finding {
        Finding(
            check: "time-zone", severity: .error, table: .usage,
            message:
                "time_zone is '\(name)', which is not a known time zone. Set it to an IANA name such as Europe/Berlin.")
    }

    /// Fills the store and reports the findings.
    ///
    /// - Returns: The usage that was read, or nil if no row is usable.
    private func readUsage(
        _ portals: PortalsRead, into store: UsageStore, _ quarantine: Quarantine, _ report: inout CheckReport
    ) throws -> UsageRead? {
        let configuration = portals.configuration
        let loader = usageLoader(portals, store, quarantine)
        let loaded: LoadedUsage
        if let spark {
            loaded = try SparkUsageLoader(loader: loader, engine: spark, progress: progress).load()
        } else {
            progress.begin("reading usage", total: nil, unit: "rows")
            loaded = try loader.load()
            progress.end("\(loaded.summary.rows) rows")
        }
        report.findings += loaded.findings
        if loaded.isRefused { return nil }
        report.add(loaded.summary, loaded.problems, tolerance: configuration.checks.tolerance)
        let checks = UsageChecks(
            store: store, configuration: configuration, today: today, connection: connection, quarantine: quarantine)
        guard let (calendar, clocks, closes) = try checks.run(&report, loaded: loaded, comparesRows: spark == nil)
        else {
            return nil
        }
        report.clocks = clocks
        report.apply(configuration.checks.severity)
        let strays = calendar.strays.reduce(0) { $0 + $1.rows }
        return UsageRead(rows: loaded.counts.rows - strays, calendar: calendar, clocks: clocks, closes: closes)
    }

    private func usageLoader(_ portals: PortalsRead, _ store: UsageStore, _ quarantine: Quarantine) -> UsageLoader {
        UsageLoader(
            table: portals.usage, configuration: portals.configuration, today: today, connection: connection,
            quarantine: quarantine, store: store, zone: portals.zone)
    }

    private func makeStore(_ configuration: SourceSettings) throws -> UsageStore {
        let portals = try connection.row("SELECT count(*) FROM \(unsafe: CompanyTables.portalsTable)") { $0.int(0)! }
        return UsageStore(
            portals: portals, width: configuration.columns.counts.count, today: today, memoryLimit: usageMemory,
            spillFolder: spillFolder)
    }

    /// Returns the statements with which Spark reduces usage, without running them. Reads the portal tables.
    ///
    /// - Returns: The findings and the statements. There are no statements if an error was found.
    package func sparkStatements() throws -> (report: CheckReport, statements: [String]) {
        let quarantine = Quarantine(connection: connection)
        var report = CheckReport()
        guard let spark, let portals = try readPortals(quarantine, into: &report) else { return (report, []) }
        let loader = usageLoader(portals, try makeStore(portals.configuration), quarantine)
        do {
            let statements = try SparkUsageLoader(loader: loader, engine: spark, progress: progress).statements()
            return (report, statements)
        } catch let problem as SourceProblem {
            report.findings.append(Self.finding(problem, .usage))
            return (report, [])
        }
    }

    /// Returns the statements that read usage. They need the portals that `read()` left in the database.
    ///
    /// - Parameter effective: The configuration that `read()` returned.
    package func usageStatements(effective: SourceSettings) throws -> [String] {
        let zone = ZoneOffsets(name: effective.timeZone) ?? .utc
        let portals = PortalsRead(usage: try locate(.usage), configuration: effective, zone: zone)
        return try usageLoader(portals, makeStore(effective), Quarantine(connection: connection)).statements()
    }

    /// Writes the rows that were set aside. An existing `file` is replaced.
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
            name, at: location, wanted: Set(ColumnPlan.wanted(name, configuration).map(\.column)),
            connection: connection,
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

    private static func finding(_ problem: SourceProblem, _ table: SourceName) -> Finding {
        Finding(check: problem.check, severity: .error, table: table, message: problem.message)
    }

    /// The usage that was read.
    private struct UsageRead {
        /// The number of rows in the store, without strays.
        let rows: Int
        let calendar: UsageCalendar
        let clocks: Clocks
        let closes: [Day]
    }

    private func company(_ usage: UsageRead) throws -> CompanyTables {
        let excluded = try connection.rows(
            "SELECT excluded, count(*) FROM portals WHERE excluded IS NOT NULL GROUP BY ALL ORDER BY ALL"
        ) { ExcludedPortals(reason: $0.string(0)!, count: $0.int(1)!) }
        let portals = try connection.row("SELECT count(*) FROM portals") { $0.int(0)! }
        let lastClose = try connection.row(
            "SELECT max(close_date) FROM portals WHERE close_date <= DATE '\(unsafe: today)'"
        ) { $0.int(0).map { Day(daysSinceEpoch: Int32($0)) } }
        var tables = CompanyTables(
            portals: portals, excluded: excluded, usageRows: usage.rows, firstUsage: usage.calendar.days.lowerBound,
            lastUsage: usage.calendar.days.upperBound, lastClose: lastClose, cadence: usage.calendar.cadence,
            clocks: usage.clocks)
        tables.hasRevenue = try !connection.rows("SELECT 1 FROM portals WHERE mrr IS NOT NULL LIMIT 1") { _ in 1 }
            .isEmpty
        return tables
    }
}

/// A company that has been read.
package struct CompanyRead: Sendable {
    package let tables: CompanyTables
    package let usage: UsageStore
    /// The configuration without the default columns that the tables lack. Later stages use it.
    package let configuration: SourceSettings
    /// The close dates up to today, one for each customer, in order.
    let closes: [Day]

    /// Returns the tables as a run for a day sees them. How far outcomes are known depends on what had happened by
    /// then, so a run of a past day works as it would have on that day.
    package func tables(asOf: Day) -> CompanyTables {
        guard configuration.clocks.outcomesThrough == nil else { return tables }
        let then = OutcomeCalendar(
            closes: closes.filter { $0 <= asOf }, usageThrough: min(tables.clocks.usageThrough, asOf))
        var seen = tables
        if then.through < min(asOf, tables.clocks.outcomesThrough) { seen.clocks.outcomesThrough = then.through }
        return seen
    }
}
