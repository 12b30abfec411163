internal import DuckDB
internal import Foundation
package import ProspectCore
internal import Snapshots
internal import Sources
internal import Spark
internal import UsageStore

/// The tables as they were read, with all that the checks have to say.
struct SourcesRead {
    let database: Database
    let tables: CompanyTables
    let usage: UsageStore
    let report: CheckReport
    let reader: SourceReader
    let asOf: Day
}

extension Pipeline {
    /// Reads and checks the sources without starting a run; what was found is kept in `check/` of the output folder.
    package func check() throws -> CheckReport {
        let lock = try lockOutput()
        defer { withExtendedLifetime(lock) {} }
        let (_, reader) = try openReader()
        let (report, _) = try stoppable { try reader.read() }
        let folder = output + "/check"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try AtomicFile.write(report, to: folder + "/checks.json")
        try reader.writeQuarantine(to: folder + "/quarantine.csv.partial")
        try AtomicFile.rename(folder + "/quarantine.csv.partial", to: folder + "/quarantine.csv")
        return report
    }

    /// The engine's statements for `--print-sql`, for a Sunday or the latest one that the data covers: how raw usage is
    /// handed to the store from which the walk reads.
    package func usageQueries(asOf: Day?) throws -> String {
        if configuration.engine == .spark {
            // Nothing is run on Spark for it.
            let (_, reader) = try openReader(asOf: asOf)
            let (report, statements) = try stoppable { try reader.sparkStatements() }
            guard report.errors.isEmpty else { throw CheckFailed(report: report) }
            return statements.map { $0 + ";" }.joined(separator: "\n\n")
        }
        let read = try readSources(asOf: asOf)
        return try read.reader.usageStatements().map { $0 + ";" }.joined(separator: "\n\n")
    }

    /// Where DuckDB and the usage rows put what does not fit into memory.
    private var spillFolder: String { output + "/.spill" }

    /// Bytes of usage rows that are held in memory: two fifths of the limit, or half of the machine's memory.
    private var usageMemory: Int {
        configuration.resources.memoryBytes.map { $0 / 5 * 2 } ?? Int(ProcessInfo.processInfo.physicalMemory / 2)
    }

    /// - Parameters:
    ///   - threads: nil: those of the run.
    ///   - besideUsage: whether usage rows are held beside it, so that it gets the other part of the limit.
    func openDatabase(threads: Int? = nil, besideUsage: Bool = false) throws -> Database {
        var settings = [
            "threads": String(threads ?? self.threads), "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
            "temp_directory": spillFolder,
            // Joins are written with the smaller side on the right; DuckDB knows no sizes of CSV files and of the walk,
            // and would put the larger side into the hash table.
            "disabled_optimizers": "build_side_probe_side",
        ]
        if let limit = configuration.resources.memoryLimit { settings["memory_limit"] = limit }
        if besideUsage, let limit = configuration.resources.memoryBytes {
            settings["memory_limit"] = "\(limit - usageMemory)B"
        }
        let database = try Database.open(settings: settings)
        cancellation.whenCancelled { [weak database] in database?.interrupt() }
        return database
    }

    private func openReader(asOf: Day? = nil) throws -> (Database, SourceReader) {
        let database = try openDatabase(besideUsage: true)
        let reader = SourceReader(
            configuration: configuration, today: today, connection: try database.connect(), progress: progress,
            usageMemory: usageMemory, spillFolder: spillFolder, spark: try sparkEngine(), asOf: asOf)
        return (database, reader)
    }

    /// The Spark of the configuration; nil where DuckDB is the engine.
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
    /// - Throws: `CheckFailed` when the data has errors; nothing has been written then.
    func readSources(asOf: Day?) throws -> SourcesRead {
        let (database, reader) = try openReader(asOf: asOf)
        let (report, company) = try stoppable { try reader.read() }
        guard let company else { throw CheckFailed(report: report) }
        return SourcesRead(
            database: database, tables: company.tables, usage: company.usage, report: report, reader: reader,
            asOf: try chooseSunday(asOf, tables: company.tables))
    }

    /// The Sunday asked for, or the latest that the data covers.
    private func chooseSunday(_ asOf: Day?, tables: CompanyTables) throws -> Day {
        let weekday = configuration.snapshots.weekday
        let through = min(configuration.snapshots.usageThrough ?? tables.clocks.usageThrough, today)
        let first = tables.firstUsage.onOrAfter(weekday)
        guard let asOf else {
            let latest = through.onOrBefore(weekday)
            // Usage of a few days that hold no such day: the list is for the end of their week, or, where that has not come
            // yet, for the day before them.
            return latest >= first ? latest : first <= today ? first : latest
        }
        guard asOf.weekday == weekday else { throw PipelineError.notTheWeekday(asOf, weekday) }
        guard asOf >= first, asOf <= through.onOrAfter(weekday), asOf <= today else {
            throw PipelineError.outsideTheData(asOf, first: tables.firstUsage, last: through)
        }
        return asOf
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

    /// Turns a query that was stopped by Ctrl-C into `Interrupted`, and one without memory into what to do.
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
