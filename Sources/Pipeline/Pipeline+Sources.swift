package import Base
internal import DuckDB
internal import Foundation
internal import Logging
internal import Modeling
internal import Snapshots
internal import Sources
internal import Spark
internal import UsageStore

/// The tables that were read, and all findings of the checks.
struct SourcesRead {
    let database: Database
    let tables: CompanyTables
    let usage: UsageStore
    let report: CheckReport
    let reader: SourceReader
    let asOf: Day
    /// The configuration without the default columns that the tables lack.
    let configuration: SourceSettings
}

extension Pipeline {
    /// Reads and checks the sources without starting a run. The findings are kept in `check/` in the output folder.
    package func check() throws -> CheckOutcome {
        let lock = try lockOutput()
        defer { withExtendedLifetime(lock) {} }
        let (_, reader) = try openReader()
        let (report, company) = try stoppable { try reader.read() }
        let folder = output + "/check"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try AtomicFile.write(report, to: folder + "/checks.json")
        try reader.writeQuarantine(to: folder + "/quarantine.csv.partial")
        try AtomicFile.rename(folder + "/quarantine.csv.partial", to: folder + "/quarantine.csv")
        return CheckOutcome(
            report: report, asOf: try company.map { try chooseSunday(nil, tables: $0.tables) },
            freshness: report.clocks?.freshness(today: today, warn: configuration.freshness.warn))
    }

    /// Returns the engine's statements for `--print-sql`, for a Sunday or the latest one that the data covers. They
    /// hand raw usage to the store from which the walk reads.
    package func usageQueries(asOf: Day?) throws -> String {
        if configuration.engine == .spark {
            // Nothing runs on Spark for this.
            let (_, reader) = try openReader(asOf: asOf)
            let (report, statements) = try stoppable { try reader.sparkStatements() }
            guard report.errors.isEmpty else { throw CheckFailed(report: report) }
            return statements.map { $0 + ";" }.joined(separator: "\n\n")
        }
        let read = try readSources(asOf: asOf)
        return try read.reader.usageStatements(effective: read.configuration).map { $0 + ";" }.joined(separator: "\n\n")
    }

    /// The folder for the data of DuckDB and the usage store that does not fit into memory.
    private var spillFolder: String { output + "/.spill" }

    /// The number of bytes of usage rows held in memory: two fifths of the limit, or half of the machine's memory.
    private var usageMemory: Int {
        configuration.resources.memoryBytes.map { $0 / 5 * 2 } ?? Int(ProcessInfo.processInfo.physicalMemory / 2)
    }

    /// Opens the database of a run.
    ///
    /// - Parameters:
    ///   - threads: The number of threads. nil: that of the run.
    ///   - besideUsage: Whether usage rows are held beside it, so that it gets the rest of the limit.
    func openDatabase(threads: Int? = nil, besideUsage: Bool = false) throws -> Database {
        var settings = [
            "threads": String(threads ?? self.threads), "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "temp_directory": spillFolder,
            // Joins are written with the smaller side on the right. DuckDB does not know the sizes of CSV files and of
            // the walk, and would put the larger side into the hash table.
            "disabled_optimizers": "build_side_probe_side",
        ]
        if let limit = configuration.resources.memoryLimit { settings["memory_limit"] = limit }
        if besideUsage, let limit = configuration.resources.memoryBytes {
            settings["memory_limit"] = "\(limit - usageMemory)B"
        }
        let database = try Database.open(settings: settings)
        database.interrupt(when: cancellation)
        return database
    }

    private func openReader(asOf: Day? = nil) throws -> (Database, SourceReader) {
        let database = try openDatabase(besideUsage: true)
        let reader = SourceReader(
            configuration: configuration.modeling.walk.source, today: today, connection: try database.connect(),
            progress: progress,
            usageMemory: usageMemory, spillFolder: spillFolder, spark: try sparkEngine(), asOf: asOf)
        return (database, reader)
    }

    /// Returns the Spark of the configuration, or nil if DuckDB is the engine.
    private func sparkEngine() throws -> SparkEngine? {
        guard configuration.engine == .spark else { return nil }
        let settings = configuration.spark
        func absolute(_ path: String) -> String {
            path.hasPrefix("/") || path.contains("://")
                ? path : FileManager.default.currentDirectoryPath + "/" + path
        }
        let installation = try SparkInstallation.find(
            home: settings.home.map(absolute), environment: ProcessInfo.processInfo.environment)
        let job = SparkJob(
            master: settings.master, settings: settings.settings, installation: installation,
            log: absolute(output + "/spark.log"), progress: progress, cancellation: cancellation)
        return SparkEngine(job: job, staging: absolute(settings.staging ?? output + "/staging"))
    }

    /// Reads the sources and chooses the Sunday.
    ///
    /// - Throws: `CheckFailed` if the data has errors. Nothing has been written then.
    func readSources(asOf: Day?) throws -> SourcesRead {
        let (database, reader) = try openReader(asOf: asOf)
        let (report, company) = try stoppable { try reader.read() }
        for finding in report.findings where ["date-format", "number-format"].contains(finding.check) {
            logger.info("\(finding.message)", metadata: ["table": "\(finding.table.rawValue)"])
        }
        guard let company else { throw CheckFailed(report: report) }
        let sunday = try chooseSunday(asOf, tables: company.tables)
        return SourcesRead(
            database: database, tables: company.tables(asOf: sunday), usage: company.usage, report: report,
            reader: reader, asOf: sunday, configuration: company.configuration)
    }

    /// Returns the requested Sunday, or the latest that usage covers. Outcomes have no influence.
    ///
    /// Usage of less than a week may cover no Sunday. The list is then for the end of its week, or for the Sunday
    /// before while that week is under way.
    private func chooseSunday(_ asOf: Day?, tables: CompanyTables) throws -> Day {
        let weekday = configuration.clocks.weekday
        let through = tables.clocks.usageThrough
        let first = tables.firstUsage.onOrAfter(weekday)
        guard let asOf else {
            let latest = through.onOrBefore(weekday)
            return latest >= first ? latest : first <= today ? first : latest
        }
        guard asOf.weekday == weekday else { throw PipelineError.notTheWeekday(asOf, weekday) }
        guard asOf >= min(first, through.onOrBefore(weekday)), asOf <= through.onOrAfter(weekday), asOf <= today else {
            throw PipelineError.outsideTheData(asOf, first: tables.firstUsage, last: through)
        }
        return asOf
    }

    /// Checks the age of the usage.
    ///
    /// - Throws: `PipelineError` if usage is older than `freshness.error` allows.
    func checkFreshness(_ clocks: Clocks) throws {
        guard let limit = configuration.freshness.error else { return }
        let freshness = clocks.freshness(today: today, warn: limit)
        if freshness.isOld { throw PipelineError.stale(freshness, limit: limit) }
    }

    /// Returns the firmographics that the tables have. A default one may be missing.
    func firmographics(of snapshots: SnapshotSet) -> [Firmographic] {
        let known = Set(snapshots.firmographics.map(\.given))
        return configuration.firmographics.filter { known.contains($0.column) }
    }

    func lockOutput() throws -> RunLock {
        var path = output
        while path.count > 1, !FileManager.default.fileExists(atPath: path) {
            path = (path as NSString).deletingLastPathComponent
        }
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue {
            throw PipelineError.outputIsFile(path)
        }
        do {
            try FileManager.default.createDirectory(atPath: output, withIntermediateDirectories: true)
        } catch {
            throw PipelineError.cannotWrite(output, reason: error.localizedDescription)
        }
        return try RunLock.take(output)
    }

    /// Turns a query that Ctrl-C stopped into `Interrupted`, and a query without enough memory into an error with a
    /// remedy.
    func stoppable<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            if cancellation.isCancelled { throw Interrupted() }
            if (error as? DuckDBError)?.isOutOfMemory == true { throw PipelineError.outOfMemory() }
            throw error
        }
    }
}
