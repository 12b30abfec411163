internal import CDuckDB

/// Reads a day, counted from 1970-01-01, out of a text's bytes; nil gives NULL.
package typealias DayReading = @Sendable (UnsafeBufferPointer<UInt8>) -> Int32?

/// What a function of the database calls.
private final class DayReadingBox {
    let read: DayReading
    init(_ read: @escaping DayReading) { self.read = read }
}

func registerDayFunction(
    name: String, reading read: @escaping DayReading, on connection: duckdb_connection
) throws(DuckDBError) {
    var function = duckdb_create_scalar_function()
    defer { duckdb_destroy_scalar_function(&function) }
    duckdb_scalar_function_set_name(function, name)
    var text = duckdb_create_logical_type(ColumnType.varchar.identifier)
    duckdb_scalar_function_add_parameter(function, text)
    duckdb_destroy_logical_type(&text)
    var day = duckdb_create_logical_type(ColumnType.date.identifier)
    duckdb_scalar_function_set_return_type(function, day)
    duckdb_destroy_logical_type(&day)
    duckdb_scalar_function_set_extra_info(function, Unmanaged.passRetained(DayReadingBox(read)).toOpaque()) { box in
        if let box { Unmanaged<DayReadingBox>.fromOpaque(box).release() }
    }
    duckdb_scalar_function_set_function(function) { info, input, output in
        let box = Unmanaged<DayReadingBox>.fromOpaque(duckdb_scalar_function_get_extra_info(info))
            .takeUnretainedValue()
        let texts = InputChunk(input!)
        let days = OutputVector(output!)
        let read = box.read
        texts.eachText(0) { row, text in
            if let day = text.flatMap(read) { days.set(row, to: day) } else { days.setNull(row) }
        }
    }
    guard duckdb_register_scalar_function(connection, function) == DuckDBSuccess else {
        throw .failed("Cannot register the function '\(name)'.")
    }
}

/// The days that a function gives.
private struct OutputVector {
    private let handle: duckdb_vector
    private let values: UnsafeMutablePointer<Int32>

    init(_ handle: duckdb_vector) {
        self.handle = handle
        values = duckdb_vector_get_data(handle).assumingMemoryBound(to: Int32.self)
    }

    @inline(__always)
    func set(_ row: Int, to day: Int32) { values[row] = day }

    func setNull(_ row: Int) {
        duckdb_vector_ensure_validity_writable(handle)
        duckdb_vector_get_validity(handle)[row >> 6] &= ~(1 << UInt64(row & 63))
    }
}
