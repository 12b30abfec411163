internal import Base
internal import DuckDB
internal import Sources

/// The portals as of the run's Sunday: `portals.parquet`.
///
/// A customer that closes later looks like any free portal. Neither its close date nor its revenue is known yet.
struct PortalFile {
    let asOf: Day
    let connection: Connection

    /// Writes `id`, `close_date` and `mrr`, one row per portal that can be scored, in the order of the ids.
    func write(to file: String) throws {
        let isCustomer: SQL = "close_date <= \(literal: asOf)"
        try connection.execute(
            """
            COPY (
                SELECT id::VARCHAR AS id, CASE WHEN \(isCustomer) THEN close_date END AS close_date,
                    CASE WHEN \(isCustomer) AND isfinite(mrr) THEN mrr END AS mrr
                FROM \(name: CompanyTables.portalsTable) WHERE excluded IS NULL ORDER BY portal
            ) TO \(literal: file) (FORMAT parquet, COMPRESSION snappy)
            """)
    }
}
