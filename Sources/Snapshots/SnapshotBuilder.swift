package import Base
package import DuckDB
internal import Foundation
package import Sources
package import UsageStore

/// Builds the snapshots of one run: the second stage.
package struct SnapshotBuilder: Sendable {
    private let configuration: WalkSettings
    private let company: CompanyTables
    private let usage: UsageStore
    private let asOf: Day
    private let database: Database
    private let threads: Int
    private let progress: any ProgressReporter
    private let cancellation: Cancellation

    /// The number of usage rows that one thread sorts and walks at a time. It is fixed, so that files do not depend on
    /// the number of threads.
    private static let rowsPerPart = 500_000

    /// Makes a builder.
    ///
    /// - Parameters:
    ///   - company: The tables as `Sources` put them into `database`.
    ///   - usage: Its usage rows.
    ///   - asOf: The Sunday of the run. Nothing later is read.
    package init(
        configuration: WalkSettings, company: CompanyTables, usage: UsageStore, asOf: Day, database: Database,
        threads: Int, progress: any ProgressReporter, cancellation: Cancellation
    ) {
        self.usage = usage
        self.configuration = configuration
        self.company = company
        self.asOf = asOf
        self.database = database
        self.threads = threads
        self.progress = progress
        self.cancellation = cancellation
    }

    /// Writes the snapshot files to `folder`, which must exist.
    package func build(in folder: String) throws -> SnapshotSet {
        let settings = configuration.snapshots
        let schedule = Schedule(
            population: settings.population, weekday: configuration.clocks.weekday, asOf: asOf,
            // Usage of less than a week may begin after the Sunday.
            firstSunday: min(company.firstUsage.onOrAfter(configuration.clocks.weekday), asOf),
            labelsThrough: company.clocks.labelsThrough(asOf: asOf))
        let snapshotsFolder = folder + "/snapshots"
        let coldFolder = folder + "/cold"
        let dormantFolder = folder + "/dormant"
        for path in [snapshotsFolder, coldFolder, dormantFolder] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
        let firstUsage = FirstUsage(portals: company.portals)
        let portalsFile = folder + "/portals.parquet"
        let written = try writeParts(
            to: snapshotsFolder, dormant: dormantFolder, portalsFile: portalsFile, schedule: schedule,
            firstUsage: firstUsage)
        let connection = try database.connect()
        try firstUsage.createView(on: connection)
        let cold = ColdSpans(configuration: configuration, schedule: schedule, connection: connection)
        try cold.write(to: coldFolder + "/part-00000.parquet")
        let dormant =
            written.dormantSpans > 0
            ? SnapshotSet.Dormant(
                folder: dormantFolder, spans: written.dormantSpans, snapshots: written.dormantSnapshots) : nil
        var snapshots = SnapshotSet(
            asOf: asOf, clocks: company.clocks, firstSunday: schedule.firstSunday, population: settings.population,
            horizon: settings.horizon,
            windows: settings.windows, featureSet: configuration.features.set, cadence: company.cadence,
            actions: configuration.columns.actions, users: configuration.columns.users,
            idColumn: configuration.columns.id, firmographics: configuration.firmographics.map { .init($0) },
            snapshotsFolder: snapshotsFolder, dormant: dormant, coldFolder: coldFolder, portalsFile: portalsFile,
            counts: .init(snapshots: written.snapshots, portals: written.portals, positives: written.positives),
            company: try companyOnSunday(connection: connection))
        try countCold(&snapshots, connection: connection)
        return snapshots
    }

    /// Walks the portals part by part on all threads, and writes the known facts about the portals meanwhile.
    private func writeParts(
        to folder: String, dormant: String, portalsFile: String, schedule: Schedule, firstUsage: FirstUsage
    ) throws -> PartWriter.Written {
        let parts = usage.parts(rows: Self.rowsPerPart)
        let writer = PartWriter(
            configuration: configuration, asOf: asOf, schedule: schedule, closeDays: try loadCloseDays(),
            folder: folder, dormantFolder: dormant, dormantFiles: DormantFiles(parts: parts),
            layout: WalkLayout(
                configuration.snapshots, features: configuration.features, names: configuration.columns),
            usage: usage, firstUsage: firstUsage)
        progress.begin("walking usage to snapshots", total: parts.count + 1, unit: "files")
        // Each part has one thread: DuckDB's own threads would only look for work all the time. One thread writes in
        // order, so DuckDB need not preserve it.
        let control = try database.connect()
        try control.execute("SET threads = 1; SET GLOBAL preserve_insertion_order = false")
        defer { try? control.execute("SET threads = \(literal: threads); SET GLOBAL preserve_insertion_order = true") }
        let written = try concurrently(parts.count + 1, threads: threads, progress: progress) {
            try database.connect()
        } body: { connection, part in
            try cancellation.check()
            guard part < parts.count else {
                try PortalFile(asOf: asOf, connection: connection).write(to: portalsFile)
                return PartWriter.Written()
            }
            return try writer.write(part, portals: parts[part], connection: connection)
        }
        progress.end("\(parts.count) file\(parts.count == 1 ? "" : "s")")
        return written.reduce(into: PartWriter.Written()) { sum, part in
            sum.snapshots += part.snapshots
            sum.positives += part.positives
            sum.portals += part.portals
            sum.dormantSpans += part.dormantSpans
            sum.dormantSnapshots += part.dormantSnapshots
        }
    }

    private func loadCloseDays() throws -> CloseDays {
        let connection = try database.connect()
        var days = [Int32](repeating: .max, count: company.portals)
        let result = try connection.query(
            """
            SELECT portal, CASE WHEN excluded IS NULL THEN close_date ELSE DATE '0001-01-01' END
            FROM \(name: CompanyTables.portalsTable) WHERE excluded IS NOT NULL OR close_date <= \(literal: asOf)
            """)
        while let chunk = result.nextChunk() {
            let portals = chunk.values(0, as: Int32.self)
            let closes = chunk.values(1, as: Int32.self)
            for row in 0..<chunk.count { days[Int(portals[row])] = closes[row] }
        }
        return CloseDays(days)
    }

    /// Counts the cold spans and the conversions behind them.
    private func countCold(_ snapshots: inout SnapshotSet, connection: Connection) throws {
        let firstPositive: SQL = "greatest(FIRST_DATE, CLOSEDATE - \(literal: snapshots.horizon))"
        try connection.row(
            """
            SELECT count(*) AS spans, coalesce(sum((LAST_DATE - FIRST_DATE) // 7 + 1), 0) AS snapshots,
                coalesce(sum((LAST_DATE - \(firstPositive)) // 7 + 1)
                    FILTER (WHERE CLOSEDATE IS NOT NULL AND LAST_DATE >= \(firstPositive)), 0) AS positives
            FROM \(SnapshotFiles(snapshots).cold)
            """
        ) { row in
            snapshots.counts.coldSpans = try row.int("spans")!
            snapshots.counts.coldSnapshots = try row.int("snapshots")!
            snapshots.counts.positives += try row.int("positives")!
        }
        snapshots.counts.coldRows = try connection.row(SnapshotFiles(snapshots).countColdRows) {
            $0.int(0)
        }
    }

    private func companyOnSunday(connection: Connection) throws -> CompanyOnSunday {
        let sunday = SQL(literal: asOf)
        let portals = SQL(name: CompanyTables.portalsTable)
        let customers = try connection.row(
            "SELECT count(*) FROM \(portals) WHERE close_date <= \(sunday)"
        ) {
            $0.int(0)!
        }
        let notYetCreated: SQL = """
            created > \(sunday) AND (close_date IS NULL OR close_date > \(sunday))
                AND portal NOT IN (SELECT portal FROM \(FirstUsage.relation))
            """
        let excluded = try connection.rows(
            """
            SELECT coalesce(excluded, 'not yet created on that Sunday') AS reason, count(*) AS portals FROM \(portals)
            WHERE excluded IS NOT NULL\(configuration.columns.created == nil ? "" : " OR (\(notYetCreated))" as SQL)
            GROUP BY ALL ORDER BY ALL
            """
        ) { try ExcludedPortals(reason: $0.string("reason")!, count: $0.int("portals")!) }
        return CompanyOnSunday(
            known: company.portals, customers: customers, free: company.portals - customers, excluded: excluded)
    }
}
