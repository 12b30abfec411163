package import Spark

/// What `Sources` is told: where the tables are, what they call their columns, and what bad data is put up with.
///
/// The settings of a stage hold those of the stage before it, whose members read as its own.
package struct SourceSettings: Equatable, Sendable {
    package var sources = SourceLocations()
    /// What reduces raw usage.
    package var engine = Engine.duckdb
    package var spark = SparkSettings()
    package var columns = ColumnNames()
    /// The IANA name of the time zone in whose days instants are counted.
    package var timeZone = "UTC"
    /// The firmographic columns in the order in which they are written, by kind.
    package var firmographics: [Firmographic] = Firmographic.defaults
    package var checks = CheckLimits()
    package var clocks = ClockSettings()
    package var freshness = FreshnessSettings()
    package var resources = ResourceLimits()

    package init() {}
}

/// Where one table is read from.
package enum TableLocation: Equatable, Sendable {
    /// A file, a glob, or a folder of part files; absolute, or relative to the configuration file's folder.
    case files(String)
    /// One file of which more is known than its name.
    ///
    /// - Parameters:
    ///   - headerLine: the line that names the columns, from 1.
    ///   - sheet: the sheet of an Excel workbook; nil: its first.
    case file(String, headerLine: Int, sheet: String?)
    /// A query against a DuckDB database file, or against a PostgreSQL server as `postgresql://…`.
    case query(database: String, sql: String)
}

package struct SourceLocations: Equatable, Sendable {
    package var customers: TableLocation?
    package var noncustomers: TableLocation?
    package var usage: TableLocation?
    /// Weeks of usage that are read of a source in dated folders; nil: all.
    package var usageHistory: Int?

    package init() {}
}
