internal import CDuckDB

/// Takes the rows of a query, on the threads of the query.
package protocol RowSink: AnyObject, Sendable {
    /// What takes the rows of one thread; lives as long as the sink.
    func makeWorker() -> any RowSinkWorker
}

/// One thread's part of a sink.
package protocol RowSinkWorker: AnyObject {
    /// Takes rows, at most 2,048, in any order.
    func take(_ chunk: InputChunk) throws
}

/// Rows that a query hands to a sink, by column.
package struct InputChunk {
    private let handle: duckdb_data_chunk

    init(_ handle: duckdb_data_chunk) { self.handle = handle }

    package var count: Int { Int(duckdb_data_chunk_get_size(handle)) }

    /// The values of a column of the type that was registered; where `validity` says NULL they mean nothing.
    package func values<Value>(_ column: Int, as type: Value.Type) -> UnsafePointer<Value> {
        UnsafePointer(
            duckdb_vector_get_data(duckdb_data_chunk_get_vector(handle, UInt64(column)))
                .assumingMemoryBound(to: type))
    }

    /// One bit per row, set where there is a value; nil where no value is NULL.
    package func validity(_ column: Int) -> UnsafePointer<UInt64>? {
        UnsafePointer(duckdb_vector_get_validity(duckdb_data_chunk_get_vector(handle, UInt64(column))))
    }

    /// Hands over the bytes of each text, nil for NULL.
    @inline(__always)
    func eachText(_ column: Int, _ body: (Int, UnsafeBufferPointer<UInt8>?) -> Void) {
        let texts = values(column, as: duckdb_string_t.self)
        let validity = validity(column)
        for row in 0..<count {
            if let validity, validity[row >> 6] >> UInt64(row & 63) & 1 == 0 {
                body(row, nil)
                continue
            }
            let text = texts + row
            let length = Int(text.pointee.value.inlined.length)
            let bytes =
                length <= 12
                ? UnsafeRawPointer(text) + MemoryLayout<UInt32>.size : UnsafeRawPointer(text.pointee.value.pointer.ptr!)
            body(row, UnsafeBufferPointer(start: bytes.assumingMemoryBound(to: UInt8.self), count: length))
        }
    }

    /// Reads a column of doubles as whole numbers below 2^32, 0 for NULL.
    ///
    /// - Parameter target: takes a number per row.
    /// - Returns: values that are not such a number; what they become means nothing.
    package func wholeNumbers(_ column: Int, into target: UnsafeMutablePointer<UInt32>) -> Int {
        let values = values(column, as: Double.self)
        let count = count
        // At 2^52 and above, a double's last bit is one: the sum's low half is the whole number. Its high half says
        // whether it was within the range, and taking the offset away again whether it was whole. All rows at once first,
        // without a branch.
        let offset = 4_503_599_627_370_496.0
        var difference: UInt64 = 0
        for row in 0..<count {
            let sum = values[row] + offset
            target[row] = UInt32(truncatingIfNeeded: sum.bitPattern)
            difference |= (sum.bitPattern ^ offset.bitPattern) >> 32
            difference |= (sum - offset).bitPattern ^ values[row].bitPattern
        }
        let validity = validity(column)
        guard difference != 0 || validity != nil else { return 0 }
        var others = 0
        for row in 0..<count {
            let isValid = validity.map { $0[row >> 6] >> UInt64(row & 63) & 1 == 1 } ?? true
            if !isValid { target[row] = 0 }
            others &+= isValid && Double(target[row]) != values[row] ? 1 : 0
        }
        return others
    }
}

/// What a function hands its rows to; DuckDB never forgets a function, so another sink of that name takes its place.
final class SinkBox {
    fileprivate var sink: any RowSink
    fileprivate init(_ sink: any RowSink) { self.sink = sink }
}

/// One thread's worker while a query runs.
private final class WorkerBox {
    let worker: any RowSinkWorker
    init(_ worker: any RowSinkWorker) { self.worker = worker }
}

/// - Parameter boxes: what the functions of the database hand their rows to, by name.
func registerSink(
    name: String, columns: [ColumnType], sink: any RowSink, boxes: inout [String: SinkBox],
    on connection: duckdb_connection
) throws(DuckDBError) {
    if let box = boxes[name] {
        box.sink = sink
        return
    }
    let box = SinkBox(sink)
    var function = duckdb_create_scalar_function()
    defer { duckdb_destroy_scalar_function(&function) }
    duckdb_scalar_function_set_name(function, name)
    for column in columns {
        var type = duckdb_create_logical_type(column.identifier)
        duckdb_scalar_function_add_parameter(function, type)
        duckdb_destroy_logical_type(&type)
    }
    var result = duckdb_create_logical_type(ColumnType.integer.identifier)
    duckdb_scalar_function_set_return_type(function, result)
    duckdb_destroy_logical_type(&result)
    // Rows with NULL come too, and every row comes once: no result is taken from an earlier one.
    duckdb_scalar_function_set_special_handling(function)
    duckdb_scalar_function_set_volatile(function)
    duckdb_scalar_function_set_extra_info(function, Unmanaged.passRetained(box).toOpaque()) { box in
        if let box { Unmanaged<SinkBox>.fromOpaque(box).release() }
    }
    duckdb_scalar_function_set_init(function) { info in
        let box = Unmanaged<SinkBox>.fromOpaque(duckdb_scalar_function_init_get_extra_info(info))
            .takeUnretainedValue()
        let worker = WorkerBox(box.sink.makeWorker())
        duckdb_scalar_function_init_set_state(info, Unmanaged.passRetained(worker).toOpaque()) { worker in
            if let worker { Unmanaged<WorkerBox>.fromOpaque(worker).release() }
        }
    }
    duckdb_scalar_function_set_function(function) { info, input, output in
        let box = Unmanaged<WorkerBox>.fromOpaque(duckdb_scalar_function_get_state(info)).takeUnretainedValue()
        let chunk = InputChunk(input!)
        do { try box.worker.take(chunk) } catch { duckdb_scalar_function_set_error(info, "\(error)") }
        let taken = duckdb_vector_get_data(output).assumingMemoryBound(to: Int32.self)
        taken.update(repeating: 1, count: chunk.count)
    }
    guard duckdb_register_scalar_function(connection, function) == DuckDBSuccess else {
        throw .failed("Cannot register the function '\(name)'.")
    }
    boxes[name] = box
}
