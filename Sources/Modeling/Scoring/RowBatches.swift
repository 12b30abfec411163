internal import Arrow
internal import DuckDB

/// The rows of a query, read in batches. DuckDB sorts them in its own memory, or on disk beyond its limit. This process
/// holds one batch, whatever the number of rows.
///
/// The query occupies the connection until the last batch has been read.
final class RowBatches {
    /// The approximate number of rows in a batch: enough to keep a library busy, about 50 MB with a hundred features.
    private static let rows = 65_536

    private let stream: ArrowStream
    private let columns: [ArrowColumn]

    init(_ sql: String, connection: Connection) throws {
        stream = try connection.arrowStream(SQL(unsafe: sql), isStreaming: true)
        columns = try stream.columns()
    }

    /// Returns the next batch, or nil at the end.
    ///
    /// - Throws: `DuckDBError` if the query fails on the way, as if it had run at once.
    func next() throws -> ArrowTable? {
        do {
            return try ArrowTable.read(stream, columns: columns, rows: Self.rows)
        } catch {
            throw error.reason.map(DuckDBError.failed) ?? error as any Error
        }
    }
}
