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
package protocol RowSource: AnyObject {
    /// Name and type of each column.
    var columns: [(name: String, type: ColumnType)] { get }
    /// Writes the next rows, at most `chunk.capacity`, and returns how many; 0 at the end.
    func fill(_ chunk: OutputChunk) throws -> Int
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

/// What a table function reads; DuckDB never forgets a function, so another source of that name takes the first's place.
final class SourceBox {
    fileprivate var source: any RowSource
    fileprivate init(_ source: any RowSource) { self.source = source }
}

/// - Parameter boxes: what the functions of the database read, by name.
func registerTableFunction(
    name: String, source: any RowSource, boxes: inout [String: SourceBox], on connection: duckdb_connection
) throws(DuckDBError) {
    if let box = boxes[name] {
        box.source = source
        return
    }
    let box = SourceBox(source)
    var function = duckdb_create_table_function()
    defer { duckdb_destroy_table_function(&function) }
    duckdb_table_function_set_name(function, name)
    duckdb_table_function_set_extra_info(function, Unmanaged.passRetained(box).toOpaque()) { box in
        if let box { Unmanaged<SourceBox>.fromOpaque(box).release() }
    }
    duckdb_table_function_set_bind(function) { info in
        let box = Unmanaged<SourceBox>.fromOpaque(duckdb_bind_get_extra_info(info)).takeUnretainedValue()
        for column in box.source.columns {
            var type = duckdb_create_logical_type(column.type.identifier)
            duckdb_bind_add_result_column(info, column.name, type)
            duckdb_destroy_logical_type(&type)
        }
    }
    duckdb_table_function_set_init(function) { info in duckdb_init_set_max_threads(info, 1) }
    duckdb_table_function_set_function(function) { info, output in
        let box = Unmanaged<SourceBox>.fromOpaque(duckdb_function_get_extra_info(info)).takeUnretainedValue()
        do {
            let count = try box.source.fill(OutputChunk(handle: output!))
            duckdb_data_chunk_set_size(output, UInt64(count))
        } catch {
            duckdb_function_set_error(info, "\(error)")
        }
    }
    guard duckdb_register_table_function(connection, function) == DuckDBSuccess else {
        throw .failed("Cannot register the table function '\(name)'.")
    }
    boxes[name] = box
}
