internal import Arrow
internal import DuckDB

/// The rows of a query a part at a time: memory holds one part, whatever their number.
///
/// The connection is the query's until the last part has been read.
final class RowBatches {
    /// Rows of a part, or a few more: enough for a library to be busy, some 50 MB with a hundred features.
    private static let rows = 65_536

    private let stream: ArrowStream
    private let columns: [ArrowColumn]

    init(_ sql: String, connection: Connection) throws {
        stream = try connection.arrowStream(sql, isStreaming: true)
        columns = try stream.columns()
    }

    /// The next part; nil at the end.
    func next() throws -> ArrowTable? { try ArrowTable.read(stream, columns: columns, rows: Self.rows) }

    /// The position of the column of that name.
    func index(of name: String) -> Int? { columns.firstIndex { $0.name == name } }
}
