internal import Arrow
internal import CArrow
internal import CDuckDB

/// What a stream needs until its consumer releases it.
private final class StreamState {
    /// Never read, but DuckDB converts each chunk with the help of the connection that made the options.
    let connection: Connection
    let result: QueryResult
    var options: duckdb_arrow_options?
    var error: [CChar] = []

    init(result: QueryResult, options: duckdb_arrow_options?, connection: Connection) {
        self.connection = connection
        self.result = result
        self.options = options
    }

    deinit { duckdb_destroy_arrow_options(&options) }

    /// 0 where DuckDB reports no error; keeps the message and returns EIO (5) otherwise.
    func check(_ error: duckdb_error_data?) -> CInt {
        var error = error
        defer { duckdb_destroy_error_data(&error) }
        guard let error, duckdb_error_data_has_error(error) else { return 0 }
        self.error = Array(String(cString: duckdb_error_data_message(error)).utf8CString)
        return 5
    }

    func schema(into out: UnsafeMutablePointer<ArrowSchema>) -> CInt {
        var types: [duckdb_logical_type?] = (0..<result.columnCount).map { result.logicalType($0) }
        defer { for index in types.indices { duckdb_destroy_logical_type(&types[index]) } }
        let names = result.columnNames.map { $0.utf8CString }
        var pointers: [UnsafePointer<CChar>?] = []
        return withExtendedLifetime(names) {
            for name in names { pointers.append(name.withUnsafeBufferPointer { $0.baseAddress }) }
            return check(duckdb_to_arrow_schema(options, &types, &pointers, UInt64(types.count), out))
        }
    }

    func next(into out: UnsafeMutablePointer<ArrowArray>) -> CInt {
        var chunk = result.nextHandle()
        guard let current = chunk else {
            out.pointee = ArrowArray()
            guard let failure = result.failure else { return 0 }
            error = Array(failure.utf8CString)
            return 5
        }
        defer { duckdb_destroy_data_chunk(&chunk) }
        return check(duckdb_data_chunk_to_arrow(options, current, out))
    }
}

private func state(_ stream: UnsafeMutablePointer<ArrowArrayStream>?) -> StreamState {
    Unmanaged<StreamState>.fromOpaque(stream!.pointee.private_data).takeUnretainedValue()
}

func makeArrowStream(
    _ result: QueryResult, options: duckdb_arrow_options?, connection: Connection
) -> ArrowStream {
    let state = StreamState(result: result, options: options, connection: connection)
    return ArrowStream(
        owning: ArrowArrayStream(
            get_schema: { DuckDB.state($0).schema(into: $1!) },
            get_next: { DuckDB.state($0).next(into: $1!) },
            get_last_error: { stream in
                let error = DuckDB.state(stream).error
                return error.isEmpty ? nil : error.withUnsafeBufferPointer { $0.baseAddress }
            },
            release: { stream in
                guard let stream, let data = stream.pointee.private_data else { return }
                Unmanaged<StreamState>.fromOpaque(data).release()
                stream.pointee.private_data = nil
                stream.pointee.release = nil
            },
            private_data: Unmanaged.passRetained(state).toOpaque()))
}
