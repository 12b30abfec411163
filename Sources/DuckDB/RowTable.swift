internal import CDuckDB

/// Rows that Swift can produce as often as they are read.
package protocol RowTable: AnyObject, Sendable {
    /// Name and type of each column.
    var columns: [(name: String, type: ColumnType)] { get }
    /// A reading of all rows, from the first.
    func makeReader() throws -> any RowTableReader
}

/// One reading of a table, by one thread.
package protocol RowTableReader: AnyObject {
    /// Writes the next rows, at most `chunk.capacity`, and returns how many; 0 at the end.
    func fill(_ chunk: OutputChunk) throws -> Int
}

/// What a table function reads; DuckDB never forgets a function, so another table of that name takes the first's place.
final class TableBox {
    fileprivate var table: any RowTable
    fileprivate init(_ table: any RowTable) { self.table = table }
}

/// One query's reading, made with its first rows: where it cannot be made, the query says why.
private final class ReaderBox {
    private let table: any RowTable
    private var reader: (any RowTableReader)?

    init(_ table: any RowTable) { self.table = table }

    func fill(_ chunk: OutputChunk) throws -> Int {
        if reader == nil { reader = try table.makeReader() }
        return try reader!.fill(chunk)
    }
}

/// - Parameter boxes: what the functions of the database read, by name.
func registerTable(
    name: String, table: any RowTable, boxes: inout [String: TableBox], on connection: duckdb_connection
) throws(DuckDBError) {
    if let box = boxes[name] {
        box.table = table
        return
    }
    let box = TableBox(table)
    var function = duckdb_create_table_function()
    defer { duckdb_destroy_table_function(&function) }
    duckdb_table_function_set_name(function, name)
    duckdb_table_function_set_extra_info(function, Unmanaged.passRetained(box).toOpaque()) { box in
        if let box { Unmanaged<TableBox>.fromOpaque(box).release() }
    }
    duckdb_table_function_set_bind(function) { info in
        let box = Unmanaged<TableBox>.fromOpaque(duckdb_bind_get_extra_info(info)).takeUnretainedValue()
        for column in box.table.columns {
            var type = duckdb_create_logical_type(column.type.identifier)
            duckdb_bind_add_result_column(info, column.name, type)
            duckdb_destroy_logical_type(&type)
        }
    }
    duckdb_table_function_set_init(function) { info in
        duckdb_init_set_max_threads(info, 1)
        let box = Unmanaged<TableBox>.fromOpaque(duckdb_init_get_extra_info(info)).takeUnretainedValue()
        let reader = ReaderBox(box.table)
        duckdb_init_set_init_data(info, Unmanaged.passRetained(reader).toOpaque()) { reader in
            if let reader { Unmanaged<ReaderBox>.fromOpaque(reader).release() }
        }
    }
    duckdb_table_function_set_function(function) { info, output in
        let box = Unmanaged<ReaderBox>.fromOpaque(duckdb_function_get_init_data(info)).takeUnretainedValue()
        do {
            let count = try box.fill(OutputChunk(handle: output!))
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
