internal import CDuckDB

/// The result of a statement; sole owner of its C result.
package final class QueryResult {
    private var handle: duckdb_result
    private var hasEnded = false
    private lazy var columns = ResultColumns(
        names: columnNames, types: (0..<columnCount).map { duckdb_column_type(&handle, UInt64($0)) })

    init(owning handle: duckdb_result) {
        self.handle = handle
    }

    deinit { duckdb_destroy_result(&handle) }

    package var columnCount: Int { Int(duckdb_column_count(&handle)) }

    package var columnNames: [String] {
        (0..<columnCount).map { String(cString: duckdb_column_name(&handle, UInt64($0))) }
    }

    func logicalType(_ column: Int) -> duckdb_logical_type? { duckdb_column_logical_type(&handle, UInt64(column)) }

    func nextHandle() -> duckdb_data_chunk? {
        // A streaming result is closed at its end, and asking it again is an error.
        guard !hasEnded else { return nil }
        let chunk = duckdb_fetch_chunk(handle)
        hasEnded = chunk == nil
        return chunk
    }

    /// Why there are no further rows; nil where they have simply ended. Only a result that is made as it is fetched can
    /// fail late.
    var failure: String? {
        duckdb_result_error(&handle).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The next rows, nil at the end.
    package func nextChunk() -> DataChunk? {
        guard let chunk = nextHandle() else { return nil }
        return DataChunk(owning: chunk, columns: columns)
    }
}

/// Up to 2,048 rows of a result, by column; sole owner of its C chunk.
package final class DataChunk {
    private let handle: duckdb_data_chunk
    let columns: ResultColumns
    package let count: Int

    init(owning handle: duckdb_data_chunk, columns: ResultColumns) {
        self.handle = handle
        self.columns = columns
        count = Int(duckdb_data_chunk_get_size(handle))
    }

    deinit {
        var handle: duckdb_data_chunk? = handle
        duckdb_destroy_data_chunk(&handle)
    }

    /// The values of one column. The caller knows the column's type; the buffer lives as long as the chunk.
    package func values<Value>(_ column: Int, as type: Value.Type) -> UnsafeBufferPointer<Value> {
        let data = duckdb_vector_get_data(duckdb_data_chunk_get_vector(handle, UInt64(column)))
        return UnsafeBufferPointer(start: data?.assumingMemoryBound(to: type), count: count)
    }

    /// Whether a value is NULL.
    package func isNull(_ column: Int, _ row: Int) -> Bool {
        guard let validity = duckdb_vector_get_validity(duckdb_data_chunk_get_vector(handle, UInt64(column))) else {
            return false
        }
        return validity[row >> 6] >> UInt64(row & 63) & 1 == 0
    }

    func string(_ column: Int, _ row: Int) -> String {
        var value = values(column, as: duckdb_string_t.self)[row]
        let length = Int(value.value.inlined.length)
        if length > 12 {
            return String(
                decoding: UnsafeRawBufferPointer(start: value.value.pointer.ptr, count: length), as: UTF8.self)
        }
        return withUnsafeBytes(of: &value.value.inlined.inlined) { String(decoding: $0.prefix(length), as: UTF8.self) }
    }
}
