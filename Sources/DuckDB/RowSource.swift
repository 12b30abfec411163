internal import CDuckDB

/// The type of a column that Swift produces.
package enum ColumnType: Sendable {
    case integer, uinteger, bigint, float, double, date, varchar, boolean

    var identifier: UInt32 {
        switch self {
        case .integer: DUCKDB_TYPE_INTEGER.rawValue
        case .uinteger: DUCKDB_TYPE_UINTEGER.rawValue
        case .bigint: DUCKDB_TYPE_BIGINT.rawValue
        case .float: DUCKDB_TYPE_FLOAT.rawValue
        case .double: DUCKDB_TYPE_DOUBLE.rawValue
        case .date: DUCKDB_TYPE_DATE.rawValue
        case .varchar: DUCKDB_TYPE_VARCHAR.rawValue
        case .boolean: DUCKDB_TYPE_BOOLEAN.rawValue
        }
    }
}

/// Rows that Swift produces, in order, a chunk at a time.
package protocol RowSource: RowTableReader {
    /// Name and type of each column.
    var columns: [(name: String, type: ColumnType)] { get }
}

/// The columns into which a `RowSource` writes.
package struct OutputChunk {
    let handle: duckdb_data_chunk

    /// Rows that fit, 2,048.
    package var capacity: Int { Int(duckdb_vector_size()) }

    /// The values of a column, to be written as `Int32` (integer, date), `UInt32`, `Int64`, `Float`, `Double` or
    /// `Bool`.
    package func column<Value>(_ index: Int, as type: Value.Type) -> UnsafeMutablePointer<Value> {
        duckdb_vector_get_data(duckdb_data_chunk_get_vector(handle, UInt64(index))).assumingMemoryBound(to: type)
    }

    package func setNull(_ column: Int, _ row: Int) {
        let vector = duckdb_data_chunk_get_vector(handle, UInt64(column))
        duckdb_vector_ensure_validity_writable(vector)
        duckdb_vector_get_validity(vector)[row >> 6] &= ~(1 << UInt64(row & 63))
    }

    package func setString(_ column: Int, _ row: Int, _ text: String) {
        var text = text
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                duckdb_vector_assign_string_element_len(
                    duckdb_data_chunk_get_vector(handle, UInt64(column)), UInt64(row), $0.baseAddress, UInt64($0.count))
            }
        }
    }
}

/// A source as a table that is read once: its reader is handed over, so that nothing of it stays with the database.
final class OnceTable: RowTable, @unchecked Sendable {
    let columns: [(name: String, type: ColumnType)]
    // Taken by the one thread of the one query that reads it.
    private var source: (any RowSource)?

    init(_ source: any RowSource) {
        self.source = source
        columns = source.columns
    }

    func makeReader() throws -> any RowTableReader {
        guard let source else { throw DuckDBError.failed("The rows have been read already.") }
        self.source = nil
        return source
    }
}
