internal import Base
package import DuckDB
internal import Modeling
package import Snapshots
package import Sources

/// Explores a run's snapshots before any model is fitted. The database computes all sums; no row of data becomes a
/// value in this process.
package struct Explorer: Sendable {
    private let snapshots: SnapshotSet
    private let checks: CheckReport
    private let database: Database
    private let threads: Int

    /// Makes an explorer.
    ///
    /// - Parameters:
    ///   - checks: The findings about the three tables.
    ///   - connection: A connection to the database. All work happens there, on connections of its own.
    ///   - threads: The number of parts processed at the same time. The report does not depend on it.
    package init(snapshots: SnapshotSet, checks: CheckReport, connection: Connection, threads: Int) {
        self.snapshots = snapshots
        self.checks = checks
        database = connection.database
        self.threads = threads
    }

    /// A part of the report, which returns a function that fills in its results.
    private typealias Part = @Sendable (ExplorationTables) throws -> @Sendable (inout ExplorationReport) -> Void

    package func explore() throws -> ExplorationReport {
        let connection = try database.connect()
        let columns = try ExplorationColumns(snapshots, connection: connection)
        let breakdowns = columns.breakdowns.map(\.value)
        let tables = ExplorationTables(snapshots: snapshots, breakdowns: breakdowns, connection: connection)
        defer { try? tables.drop() }
        try tables.createSpans()
        var report = ExplorationReport(
            asOf: snapshots.asOf, horizon: snapshots.horizon, window: snapshots.windows.last!,
            snapshots: snapshots.counts.snapshots + snapshots.counts.coldSnapshots,
            coldSnapshots: snapshots.counts.coldSnapshots, firstSunday: snapshots.firstSunday,
            lastMatured: tables.lastMatured < snapshots.firstSunday ? nil : tables.lastMatured,
            completeColumns: snapshots.usageColumns.count, findings: checks.findings)
        let parts = parts(columns)
        let found = try concurrently(parts.count, threads: threads) {
            ExplorationTables(snapshots: snapshots, breakdowns: breakdowns, connection: try database.connect())
        } body: { tables, part in
            try parts[part](tables)
        }
        for fill in found { fill(&report) }
        return report
    }

    /// Returns the parts, slowest first.
    private func parts(_ columns: ExplorationColumns) -> [Part] {
        let distributions = ExplorationDistributions(columns: columns)
        let correlations: Part = { tables in
            let correlations = try ExplorationCorrelations(tables: tables, columns: columns).all()
            return { $0.correlations = correlations }
        }
        let rates: Part = { tables in
            try tables.createMonths()
            let rates = ExplorationRates(connection: tables.connection)
            let (target, converted) = try rates.all()
            let months = try rates.months()
            let breakdowns = try columns.breakdowns.enumerated().map { try rates.breakdown($1, place: $0) }
            return { report in
                (report.target, report.convertedPortals) = (target, converted)
                (report.months, report.breakdowns) = (months, breakdowns)
            }
        }
        let counts: Part = { tables in
            let (portals, weeks, missing) = (try portals(tables), try weeks(tables), try missing(tables))
            return { ($0.portals, $0.weeks, $0.missing) = (portals, weeks, missing) }
        }
        let spread: [Part] = distributions.numbers.indices.map { place in
            { tables in
                let distribution = try distributions.distribution(place, tables)
                return { $0.distributions.append(distribution) }
            }
        }
        return [rates, correlations, counts] + spread
    }

    private func portals(_ tables: ExplorationTables) throws -> Int {
        try tables.connection.row(
            """
            SELECT count(*) FROM (
                SELECT \(unsafe: tables.id) AS __id FROM \(unsafe: tables.explicit) UNION SELECT __id FROM \(unsafe: ExplorationTables.spans))
            """
        ) { $0.int(0)! }
    }

    /// Returns the number of snapshots of every Sunday. A span adds one on each Sunday from its first to its last.
    private func weeks(_ tables: ExplorationTables) throws -> [ExplorationReport.Week] {
        func counts(_ sql: String) throws -> [Day: Int] {
            Dictionary(
                uniqueKeysWithValues: try tables.connection.rows(SQL(unsafe: sql)) {
                    (Day(daysSinceEpoch: Int32($0.int(0)!)), $0.int(1)!)
                })
        }
        let spans = ExplorationTables.spans
        let explicit = try counts("SELECT \(SnapshotColumn.date), count(*) FROM \(tables.explicit) GROUP BY 1")
        let active = try counts(
            "SELECT \(SnapshotColumn.date), count(*) FROM \(tables.explicit) WHERE \(SnapshotColumn.recency) < 7 GROUP BY 1"
        )
        let begun = try counts("SELECT __first, count(*) FROM \(spans) GROUP BY 1")
        let ended = try counts("SELECT __last + 7, count(*) FROM \(spans) GROUP BY 1")
        var cold = 0
        return stride(from: 0, through: max(0, snapshots.asOf - snapshots.firstSunday), by: 7).map { days in
            let sunday = snapshots.firstSunday + days
            cold += (begun[sunday] ?? 0) - (ended[sunday] ?? 0)
            return .init(sunday: sunday, withUsage: explicit[sunday] ?? 0, active: active[sunday] ?? 0, cold: cold)
        }
    }

    /// Returns the shares of missing values in the columns that can lack them. A number derived from a firmographic is
    /// listed if it is missing more often than the firmographic.
    private func missing(_ tables: ExplorationTables) throws -> [ExplorationReport.MissingValues] {
        let firmographics = snapshots.firmographics.flatMap(ExplorationTables.isFirmographic)
        let columns = snapshots.nullableColumns + firmographics
        let explicit = columns.map { "count(*) FILTER (\(SQL.identifier($0)) IS NULL)" }
        let cold =
            snapshots.nullableColumns.map { column in
                let filter = column == SnapshotColumn.daysSinceCreated ? " FILTER (__created IS NULL)" : ""
                return "coalesce(sum(__weeks)\(filter), 0)::BIGINT"
            }
            + firmographics.map {
                "coalesce(sum(__weeks) FILTER (\(SQL.identifier($0)) IS NULL), 0)::BIGINT"
            }
        func counts(_ aggregates: [String], _ source: String) throws -> [Int] {
            try tables.connection.row("SELECT \(unsafe: aggregates.joined(separator: ", ")) FROM \(unsafe: source)") {
                row in
                columns.indices.map { row.int($0)! }
            }
        }
        let missing = zip(try counts(explicit, tables.explicit), try counts(cold, ExplorationTables.spans)).map(+)
        let total = Double(max(1, snapshots.counts.snapshots + snapshots.counts.coldSnapshots))
        let byColumn = Dictionary(zip(columns, missing)) { first, _ in first }
        let given = Dictionary(
            snapshots.firmographics.compactMap { column in column.derived.map { ($0, column.given) } }
        ) { first, _ in first }
        return zip(columns, missing)
            .filter { column, count in given[column].map { byColumn[$0]! < count } ?? true }
            // If the company does not say when its portals were created, that is not a gap.
            .filter { column, count in column != SnapshotColumn.daysSinceCreated || Double(count) < total }
            .map { .init(column: $0, missing: $1, share: Double($1) / total) }
            .sorted { ($1.missing, $0.column) < ($0.missing, $1.column) }
    }
}
