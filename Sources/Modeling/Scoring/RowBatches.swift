internal import Arrow
internal import DuckDB

/// The rows of a query a part at a time. What DuckDB needs to sort them is in its own memory, or on disk beyond its limit;
/// ours holds one part, whatever their number.
///
/// The connection is the query's until the last part has been read.
final class RowBatches {
    /// Rows of a part, or a few more: enough for a library to be busy, some 50 MB with a hundred features.
    private static let rows = 65_536

    private let stream: ArrowStream
    private let columns: [ArrowColumn]

    init(_ sql: String, connection: Connection) throws {
        stream = try connection.arrowStream(SQL(unsafe: sql), isStreaming: true)
        columns = try stream.columns()
    }

    /// The next part; nil at the end.
    ///
    /// - Throws: `DuckDBError` where the query fails on the way, as if it had been run at once.
    func next() throws -> ArrowTable? {
        do {
            return try ArrowTable.read(stream, columns: columns, rows: Self.rows)
        } catch {
            throw error.reason.map(DuckDBError.failed) ?? error as any Error
        }
    }
}
