package import Base
package import DuckDB

/// A change to the three tables that an audit needs.
package enum TableVariant: Equatable, Sendable {
    /// The tables as of the evening of a day: no later usage and no later close date. A portal that closed later is
    /// free, and one that was created later is missing.
    case cut(after: Day)
    /// Ids dealt to other portals, and the rows of every table in another order.
    case renamed(seed: Int)
    /// Close dates dealt to other portals.
    case shuffledCloseDates(seed: Int)
}

/// Writes variants of the tables that a `SourceReader` has read.
package struct TableVariantWriter {
    private let configuration: SourceSettings
    private let connection: Connection

    /// Makes a writer.
    ///
    /// - Parameter connection: The reader's connection, with the tables that it left.
    package init(configuration: SourceSettings, connection: Connection) {
        self.configuration = configuration
        self.connection = connection
    }

    /// A query for the `id` of each portal and its `position`: its place in its file as a share of the rows.
    package static let positions = ["customers", "noncustomers"].map {
        "SELECT id, min(line) / (SELECT max(line)::DOUBLE FROM raw_\($0)) AS position FROM raw_\($0) WHERE id IS NOT NULL GROUP BY id"
    }.joined(separator: " UNION ALL ")

    /// Counts the usage rows and close dates after a day.
    package func later(than day: Day) throws -> (usage: Int, closes: Int) {
        try connection.row(
            """
            SELECT (SELECT count(*) FROM \(unsafe: usage) WHERE day > DATE '\(unsafe: day)'),
                (SELECT count(*) FROM \(unsafe: portals) WHERE close_date > DATE '\(unsafe: day)')
            """
        ) { ($0.int(0)!, $0.int(1)!) }
    }

    /// Writes the three tables as Parquet files.
    ///
    /// - Parameter folder: The folder for the files. It must exist.
    /// - Returns: A configuration that reads them. Rows that are set aside do not stop a run with it, because they were
    ///   checked before.
    package func write(_ variant: TableVariant, to folder: String) throws -> SourceSettings {
        switch variant {
        case .cut(let day): try writeCut(after: day, to: folder)
        case .renamed(let seed): try writeRenamed(seed: seed, to: folder)
        case .shuffledCloseDates(let seed): try writeShuffled(seed: seed, to: folder)
        }
        var changed = configuration
        changed.sources.customers = .files(folder + "/customers.parquet")
        changed.sources.noncustomers = .files(folder + "/noncustomers.parquet")
        changed.sources.usage = .files(folder + "/usage.parquet")
        changed.checks.tolerance = 1
        changed.checks.severity = FindingName.allCases.map { FindingSeverity($0, .info) }
        // Dates, numbers and ids are written as they were read.
        changed.columns.dateFormat = [:]
        changed.columns.numberFormat = .point
        changed.columns.idForm = .exact
        changed.columns.missing = []
        // The content has been reduced already.
        changed.engine = .duckdb
        changed.sources.usageHistory = nil
        return changed
    }

    private var usage: String { CompanyTables.usageTable }
    private var portals: String { CompanyTables.portalsTable }
    private var id: String { SQL.identifier(configuration.columns.id) }

    private func writeCut(after day: Day, to folder: String) throws {
        let date = "DATE '\(day)'"
        let later = "SELECT id FROM \(portals) WHERE close_date > \(date)"
        var gone = "id IS NULL"
        if configuration.columns.created != nil {
            gone += """
                 OR id IN (SELECT id FROM \(portals) WHERE created > \(date)
                    AND portal NOT IN (SELECT portal FROM \(usage) WHERE day <= \(date)))
                """
        }
        try copy(
            """
            SELECT \(columns(ofCustomers: true)) FROM raw_customers WHERE id NOT IN (\(later)) AND NOT (\(gone))
            ORDER BY file, line
            """, to: folder + "/customers.parquet")
        try copy(
            """
            SELECT * EXCLUDE (file, line) FROM (
                SELECT file, line, \(columns(ofCustomers: false)) FROM raw_noncustomers WHERE NOT (\(gone))
                UNION ALL
                SELECT file, line, \(columns(ofCustomers: false)) FROM raw_customers WHERE id IN (\(later))
                    AND id NOT IN (SELECT id FROM raw_noncustomers WHERE id IS NOT NULL) AND NOT (\(gone))
            ) ORDER BY file, line
            """, to: folder + "/noncustomers.parquet")
        try writeUsage(where: "day <= \(date)", to: folder)
    }

    private func writeRenamed(seed: Int, to folder: String) throws {
        let numbered = "row_number() OVER (ORDER BY md5('\(seed):' || id), id)"
        try connection.execute(
            """
            CREATE OR REPLACE TABLE renamed_ids AS
            SELECT a.id, b.id AS renamed FROM (SELECT id, row_number() OVER (ORDER BY id) AS place FROM \(unsafe: portals)) a
            JOIN (SELECT id, \(unsafe: numbered) AS place FROM \(unsafe: portals)) b USING (place)
            """)
        try copy("SELECT id, renamed FROM renamed_ids ORDER BY id", to: folder + "/ids.parquet")
        for name in ["customers", "noncustomers"] {
            try copy(
                """
                SELECT \(columns(ofCustomers: name == "customers")) FROM (
                    SELECT r.* REPLACE (m.renamed AS id) FROM raw_\(name) r JOIN renamed_ids m ON m.id = r.id
                ) ORDER BY file DESC, line DESC
                """, to: "\(folder)/\(name).parquet")
        }
        try writeUsage(ids: "renamed_ids", order: "hash(u.portal, u.day)", to: folder)
    }

    /// Writes the tables with shuffled close dates. Excluded portals keep theirs, because they are never free.
    private func writeShuffled(seed: Int, to folder: String) throws {
        try connection.execute(
            """
            CREATE OR REPLACE TABLE dealt_dates AS
            SELECT a.portal, b.close_date, b.mrr FROM (
                SELECT portal, row_number() OVER (ORDER BY portal) AS place FROM \(unsafe: portals) WHERE excluded IS NULL) a
            JOIN (
                SELECT close_date, mrr, row_number() OVER (ORDER BY md5('\(unsafe: seed):' || id), id) AS place
                FROM \(unsafe: portals) WHERE excluded IS NULL) b USING (place)
            UNION ALL SELECT portal, close_date, mrr FROM \(unsafe: portals) WHERE excluded IS NOT NULL
            """)
        let created = configuration.columns.created.map { ", created AS \(SQL.identifier($0))" } ?? ""
        let revenue = configuration.columns.revenue.map { ", d.mrr AS \(SQL.identifier($0))" } ?? ""
        let given = configuration.firmographics.map { ", \(SQL.identifier($0.column))" }.joined()
        let from = "\(portals) p JOIN dealt_dates d USING (portal)"
        try copy(
            """
            SELECT id AS \(id), d.close_date AS \(SQL.identifier(configuration.columns.closeDate))\(revenue)\(created)\(given)
            FROM \(from) WHERE d.close_date IS NOT NULL OR excluded IS NOT NULL ORDER BY portal
            """, to: folder + "/customers.parquet")
        try copy(
            """
            SELECT id AS \(id)\(created)\(given)
            FROM \(from) WHERE d.close_date IS NULL AND excluded IS NULL ORDER BY portal
            """, to: folder + "/noncustomers.parquet")
        try writeUsage(to: folder)
    }

    /// Writes the usage of known portals.
    private func writeUsage(
        where condition: String = "true", ids: String? = nil, order: String? = nil, to folder: String
    ) throws {
        let names = ids.map { "(SELECT p.portal, m.renamed AS id FROM \(portals) p JOIN \($0) m ON m.id = p.id)" }
        try copy(
            """
            SELECT p.id AS \(id), u.day AS \(SQL.identifier(configuration.columns.timestamp)),
                \(configuration.columns.counts.map { "u.\(SQL.identifier($0))" }.joined(separator: ", "))
            FROM \(usage) u JOIN \(names ?? portals) p ON p.portal = u.portal WHERE \(condition)
            \(order.map { "ORDER BY \($0)" } ?? "")
            """, to: folder + "/usage.parquet")
    }

    /// Returns the columns of a raw portal table under the configured names.
    private func columns(ofCustomers isCustomers: Bool) -> String {
        let names = configuration.columns
        var pairs = [("id", names.id)]
        if isCustomers {
            pairs.append(("close_date", names.closeDate))
            if let revenue = names.revenue { pairs.append(("mrr", revenue)) }
        }
        if let created = names.created { pairs.append(("created", created)) }
        pairs += configuration.firmographics.enumerated().map { ("firmographic_\($0)", $1.column) }
        return pairs.map { "\($0.0) AS \(SQL.identifier($0.1))" }.joined(separator: ", ")
    }

    private func copy(_ query: String, to file: String) throws {
        try connection.execute("COPY (\(unsafe: query)) TO \(literal: file) (FORMAT parquet, COMPRESSION snappy)")
    }
}
