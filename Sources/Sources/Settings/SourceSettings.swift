package import Spark

/// The settings of `Sources`: the places of the tables, the names of their columns, and the tolerance for bad data.
///
/// The settings of a stage contain those of the stage before it, whose members can be read directly.
package struct SourceSettings: Equatable, Sendable {
    package var sources = SourceLocations()
    /// The engine that reduces raw usage.
    package var engine = Engine.duckdb
    package var spark = SparkSettings()
    package var columns = ColumnNames()
    /// The IANA name of the time zone that defines the day of an instant.
    package var timeZone = "UTC"
    /// The firmographic columns with their kinds, in the order in which they are written.
    package var firmographics: [Firmographic] = Firmographic.defaults
    package var checks = CheckLimits()
    package var clocks = ClockSettings()
    package var freshness = FreshnessSettings()
    package var resources = ResourceLimits()

    package init() {}
}

/// The place from which a table is read.
package enum TableLocation: Equatable, Sendable {
    /// A file, a glob, or a folder of part files: an absolute path, or one relative to the configuration file's folder.
    case files(String)
    /// A file with details beyond its name.
    ///
    /// - Parameters:
    ///   - headerLine: The line that names the columns, starting at 1.
    ///   - sheet: The sheet of an Excel workbook. nil: the first one.
    case file(String, headerLine: Int, sheet: String?)
    /// A query against a DuckDB database file, or against a PostgreSQL server as `postgresql://…`.
    case query(database: String, sql: String)
}

package struct SourceLocations: Equatable, Sendable {
    package var customers: TableLocation?
    package var noncustomers: TableLocation?
    package var usage: TableLocation?
    /// The number of weeks of usage to read from a source in dated folders. nil: all.
    package var usageHistory: Int?

    package init() {}
}
