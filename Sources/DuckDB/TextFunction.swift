internal import CDuckDB

/// Reads a value out of a text's bytes; nil gives NULL.
package typealias TextReading<Value> = @Sendable (UnsafeBufferPointer<UInt8>) -> Value?

/// Reads a day, counted from 1970-01-01.
package typealias DayReading = TextReading<Int32>

/// Reads a number.
package typealias NumberReading = TextReading<Double>

/// What a function of the database calls with its texts and the vector of its results.
private final class TextFunctionBox {
    let run: (InputChunk, duckdb_vector) -> Void
    init(_ run: @escaping (InputChunk, duckdb_vector) -> Void) { self.run = run }
}

/// Makes a function of one text; `Value` is how DuckDB holds a value of the result's type.
func registerTextFunction<Value>(
    name: String, result: ColumnType, reading read: @escaping TextReading<Value>, on connection: duckdb_connection
) throws(DuckDBError) {
    let box = TextFunctionBox { texts, vector in
        let values = OutputVector<Value>(vector)
        texts.eachText(0) { row, text in
            if let value = text.flatMap(read) { values.set(row, to: value) } else { values.setNull(row) }
        }
    }
    var function = duckdb_create_scalar_function()
    defer { duckdb_destroy_scalar_function(&function) }
    duckdb_scalar_function_set_name(function, name)
    var text = duckdb_create_logical_type(ColumnType.varchar.identifier)
    duckdb_scalar_function_add_parameter(function, text)
    duckdb_destroy_logical_type(&text)
    var type = duckdb_create_logical_type(result.identifier)
    duckdb_scalar_function_set_return_type(function, type)
    duckdb_destroy_logical_type(&type)
    duckdb_scalar_function_set_extra_info(function, Unmanaged.passRetained(box).toOpaque()) { box in
        if let box { Unmanaged<TextFunctionBox>.fromOpaque(box).release() }
    }
    duckdb_scalar_function_set_function(function) { info, input, output in
        let box = Unmanaged<TextFunctionBox>.fromOpaque(duckdb_scalar_function_get_extra_info(info))
            .takeUnretainedValue()
        box.run(InputChunk(input!), output!)
    }
    guard duckdb_register_scalar_function(connection, function) == DuckDBSuccess else {
        throw .failed("Cannot register the function '\(name)'.")
    }
}

/// The results that a function gives.
private struct OutputVector<Value> {
    private let handle: duckdb_vector
    private let values: UnsafeMutablePointer<Value>

    init(_ handle: duckdb_vector) {
        self.handle = handle
        values = duckdb_vector_get_data(handle).assumingMemoryBound(to: Value.self)
    }

    @inline(__always)
    func set(_ row: Int, to value: Value) { values[row] = value }

    func setNull(_ row: Int) {
        duckdb_vector_ensure_validity_writable(handle)
        duckdb_vector_get_validity(handle)[row >> 6] &= ~(1 << UInt64(row & 63))
    }
}
