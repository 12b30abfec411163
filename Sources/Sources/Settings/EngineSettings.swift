/// The engine that reduces raw usage to the days of each portal.
package enum Engine: String, CaseIterable, Codable, Sendable {
    /// DuckDB, embedded in this process.
    case duckdb
    /// Spark on the user's cluster or on this machine.
    case spark
}
