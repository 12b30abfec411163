internal import Base
internal import DuckDB
package import Spark
internal import UsageStore

/// The Spark that reduces usage, and the place where it leaves the result.
package struct SparkEngine: Sendable {
    let job: SparkJob
    let staging: String

    /// Makes an engine.
    ///
    /// - Parameter staging: An absolute path or an address that the cluster and this process share.
    package init(job: SparkJob, staging: String) {
        self.job = job
        self.staging = staging
    }
}

/// Lets Spark reduce the usage table to portal-days and hands these to the store.
struct SparkUsageLoader {
    /// The table, the portals, and the store that receives the rows.
    let loader: UsageLoader
    let engine: SparkEngine
    let progress: any ProgressReporter

    private var table: SourceTable { loader.table }
    private var configuration: SourceSettings { loader.configuration }
    private var columns: ColumnNames { configuration.columns }
    private var today: Day { loader.today }
    private var connection: Connection { loader.connection }
    private var quarantine: Quarantine { loader.quarantine }

    /// Fills the store, seals it, and makes its rows readable as `usage`; see `CompanyTables` for its columns.
    func load() throws -> LoadedUsage {
        try refuseOtherForms()
        let script = try script()
        let stage = PortalDaysStage(
            staging: engine.staging,
            fingerprint: try PortalDaysStage.fingerprint(
                of: table.parts.map(\.origin), query: script.statements(to: "") + script.badRowStatements(to: ""),
                settings: configuration.spark.settings, connection: connection),
            connection: connection)
        let days = try portalDays(stage, script)
        var problems = try badRows(days, script)
        let future = try days.futureRows(today: today, quarantine, source: origin)
        if let future { problems.append(future) }
        let unknown = try days.setAsideUnknown(quarantine, source: origin)
        progress.begin("reading portal-days", total: nil, unit: "rows")
        try loader.registerSinks(script.numericIDs)
        let shape = UsageSink.Shape(byID: script.numericIDs, isPlain: false)
        try connection.execute(SQL(unsafe: loader.taking(days.rows(through: today), shape)))
        loader.store.seal()
        try UsageRows(store: loader.store, columns: columns).createView(on: connection)
        progress.end("\(loader.store.totals.rows) rows")
        let setAside = try days.unusable() + (future?.count ?? 0) + unknown.rows
        return LoadedUsage(
            summary: TableSummary(table: .usage, rows: try days.sourceRows(), setAside: setAside),
            problems: problems.merged(), unknown: unknown, counts: try days.counts(through: today),
            volumes: try days.volumes(through: today))
    }

    /// Returns Spark's statements, for people to read.
    func statements() throws -> [String] {
        try refuseOtherForms()
        return try SparkJob.sessionSettings(configuration.spark.settings).map { "SET \($0.key) = \($0.value)" }
            + script().statements(to: engine.staging)
    }

    private var origin: String {
        if case .files(let path)? = configuration.sources.usage { return path }
        return table.parts.first?.origin ?? ""
    }

    private func script() throws -> PortalDaysScript {
        PortalDaysScript(
            scan: SparkScan(parts: table.found, columns: columns), columns: columns,
            numericIDs: try loader.idsAreNumbers(), buckets: try buckets(), oldest: configuration.checks.oldestDate,
            timeZone: configuration.timeZone)
    }

    /// Rejects settings that Spark does not support.
    ///
    /// - Throws: `SourceProblem` if the configuration asks for a form that only DuckDB reads.
    private func refuseOtherForms() throws {
        let format = columns.format(of: .timestamp)
        if format != .auto {
            throw SourceProblem(
                check: "not-for-spark",
                message: "engine is spark, which reads ISO dates and times such as 2024-02-25T19:58:00Z, but "
                    + "columns.date_format.timestamp is \(format.name). Write ISO dates, or set engine to duckdb.")
        }
        if columns.idForm != .exact {
            throw SourceProblem(
                check: "not-for-spark",
                message: "engine is spark, which reads ids as they are spelled, but columns.id_form is "
                    + "\(columns.idForm.rawValue). Export the ids in one way, or set engine to duckdb.")
        }
    }

    /// Returns the number of partitions: one for every 128 MB of text or 32 MB of compressed data, at least two.
    private func buckets() throws -> Int {
        if let given = configuration.spark.partitions { return given }
        let bytes = try table.parts.reduce(0) { sum, part in
            let size = try connection.row(
                "SELECT coalesce(sum(size), 0)::BIGINT FROM read_blob(\(literal: SQL.pattern(for: part.origin)))"
            ) { $0.int(0)! }
            let isPlain = !part.origin.hasSuffix(".gz") && !part.origin.hasSuffix(".zst") && part.hasLines
            return sum + (isPlain ? size : 4 * size)
        }
        return max(2, min(8_192, bytes >> 27))
    }

    /// Returns a finished stage that agrees with its source: an earlier one or a new one.
    private func portalDays(_ stage: PortalDaysStage, _ script: PortalDaysScript) throws -> StagedPortalDays {
        if let attempt = try stage.finished() {
            let days = StagedPortalDays(attempt: attempt, columns: columns, script: script, connection: connection)
            progress.begin("checking the portal-days of an earlier run", total: nil, unit: "partitions")
            if try days.disagreement(today: today) == nil {
                progress.end("as the source has them")
                return days
            }
            progress.end("damaged; made again")
            stage.remove(attempt)
        }
        try stage.removeUnfinished()
        let attempt = stage.newAttempt()
        progress.begin("reducing usage to portal-days on Spark", total: nil, unit: "tasks")
        do {
            try engine.job.run(script.statements(to: attempt))
            guard try stage.hasFinished(attempt) else { throw SourceError.unfinished(attempt) }
            progress.end("\(script.buckets) partitions")
        } catch {
            progress.end("failed")
            stage.remove(attempt)
            throw error
        }
        let days = StagedPortalDays(attempt: attempt, columns: columns, script: script, connection: connection)
        if let disagreement = try days.disagreement(today: today) {
            stage.remove(attempt)
            throw SourceError.disagrees(disagreement)
        }
        return days
    }

    /// Returns the unusable rows with examples. They go to the quarantine.
    private func badRows(_ days: StagedPortalDays, _ script: PortalDaysScript) throws -> [RowProblem] {
        guard try days.unusable() > 0 else { return [] }
        if try !days.hasBadRows() {
            progress.begin("fetching the rows that cannot be used from Spark", total: nil, unit: "tasks")
            do {
                try engine.job.run(script.badRowStatements(to: days.attempt))
                progress.end("done")
            } catch {
                progress.end("failed")
                throw error
            }
        }
        return try days.badRows(quarantine, source: origin)
    }
}

/// An error in staged portal-days.
struct SourceError: ProspectError {
    let problem: String
    let remedy: String?

    static func unfinished(_ attempt: String) -> Self {
        Self(
            problem: "Spark ended without an error, but '\(attempt)' has no _SUCCESS.",
            remedy: "Check that spark.staging is the same folder on this machine and on the cluster.")
    }

    static func disagrees(_ difference: String) -> Self {
        Self(
            problem: "The portal-days do not agree with the source: \(difference).",
            remedy: "They were removed; run again when nothing writes to sources.usage.")
    }

    static func tooLarge(_ column: String) -> Self {
        Self(
            problem: "The sum of '\(column)' over one portal and day is beyond 2^32 - 1.",
            remedy: "Count it in larger units, or set engine to duckdb.")
    }
}
