/// What reduces raw usage to the days of each portal.
package enum Engine: String, CaseIterable, Codable, Sendable {
    /// Embedded in this process.
    case duckdb
    /// The user's cluster, or a Spark on this machine.
    case spark
}
