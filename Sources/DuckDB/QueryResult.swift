internal import CDuckDB

/// The result of a statement; sole owner of its C result.
package final class QueryResult {
    private var handle: duckdb_result
    private var hasEnded = false

    init(owning handle: duckdb_result) {
        self.handle = handle
    }

    deinit { duckdb_destroy_result(&handle) }

    package var columnCount: Int { Int(duckdb_column_count(&handle)) }

    package var columnNames: [String] {
        (0..<columnCount).map { String(cString: duckdb_column_name(&handle, UInt64($0))) }
    }

    func columnType(_ column: Int) -> UInt32 { duckdb_column_type(&handle, UInt64(column)) }

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
        return DataChunk(owning: chunk, types: (0..<columnCount).map(columnType))
    }
}

/// Up to 2,048 rows of a result, by column; sole owner of its C chunk.
package final class DataChunk {
    private let handle: duckdb_data_chunk
    fileprivate let types: [UInt32]
    package let count: Int

    init(owning handle: duckdb_data_chunk, types: [UInt32]) {
        self.handle = handle
        self.types = types
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

    fileprivate func string(_ column: Int, _ row: Int) -> String {
        var value = values(column, as: duckdb_string_t.self)[row]
        let length = Int(value.value.inlined.length)
        if length > 12 {
            return String(
                decoding: UnsafeRawBufferPointer(start: value.value.pointer.ptr, count: length), as: UTF8.self)
        }
        return withUnsafeBytes(of: &value.value.inlined.inlined) { String(decoding: $0.prefix(length), as: UTF8.self) }
    }
}

/// One row of a small result.
package struct Row {
    let chunk: DataChunk
    let index: Int

    /// A whole number of any width, a boolean as 0 or 1, or a date as days since 1970-01-01; nil for NULL.
    package func int(_ column: Int) -> Int? {
        guard !chunk.isNull(column, index) else { return nil }
        func value<Number: BinaryInteger>(_ type: Number.Type) -> Int {
            Int(truncatingIfNeeded: chunk.values(column, as: type)[index])
        }
        switch chunk.types[column] {
        case 1, 6: return value(UInt8.self)
        case 2: return value(Int8.self)
        case 3: return value(Int16.self)
        case 4, 13: return value(Int32.self)
        case 5: return value(Int64.self)
        case 7: return value(UInt16.self)
        case 8: return value(UInt32.self)
        case 9: return value(UInt64.self)
        case 16: return value(Int128.self)
        default: preconditionFailure("Column \(column) is not a whole number but of type \(chunk.types[column]).")
        }
    }

    /// A number; nil for NULL.
    package func double(_ column: Int) -> Double? {
        guard !chunk.isNull(column, index) else { return nil }
        switch chunk.types[column] {
        case 10: return Double(chunk.values(column, as: Float.self)[index])
        case 11: return chunk.values(column, as: Double.self)[index]
        default: return int(column).map(Double.init)
        }
    }

    /// A text; nil for NULL.
    package func string(_ column: Int) -> String? {
        guard !chunk.isNull(column, index) else { return nil }
        precondition(chunk.types[column] == DUCKDB_TYPE_VARCHAR.rawValue, "Column \(column) is not a text.")
        return chunk.string(column, index)
    }
}
