package import Arrow
package import Base
internal import CDuckDB
internal import Foundation

/// A connection to a database; used by one thread at a time.
package final class Connection {
    private let handle: duckdb_connection
    package let database: Database
    private var cancellation: Cancellation?
    private var registration: CancellationRegistration?

    init(owning handle: duckdb_connection, of database: Database) {
        self.handle = handle
        self.database = database
    }

    deinit {
        registration = nil
        database.forget(handle)
        var handle: duckdb_connection? = handle
        duckdb_disconnect(&handle)
    }

    /// Stops this connection's query at a cancellation, and starts none after it; other connections are left alone.
    package func interrupt(when cancellation: Cancellation) {
        self.cancellation = cancellation
        registration = cancellation.whenCancelled { [weak database, handle = ConnectionHandle(pointer: handle)] in
            database?.interrupt(handle)
        }
    }

    /// Runs statements whose result is not needed.
    package func execute(_ sql: SQL) throws(DuckDBError) {
        _ = try query(sql)
    }

    /// Runs statements and keeps the whole result of the last one.
    package func query(_ sql: SQL) throws(DuckDBError) -> QueryResult { try query(sql, isStreaming: false) }

    /// - Parameter isStreaming: Whether the last statement's result is made as it is fetched; it then ends with the
    ///   connection's next statement.
    private func query(_ sql: SQL, isStreaming: Bool) throws(DuckDBError) -> QueryResult {
        let (text, values) = sql.statement
        guard !text.utf8.contains(0) else { throw .failed("The SQL text has a NUL character.") }
        var statements: duckdb_extracted_statements?
        let count = duckdb_extract_statements(handle, text, &statements)
        defer { duckdb_destroy_extracted(&statements) }
        guard count > 0 else {
            throw .failed(
                duckdb_extract_statements_error(statements).map { String(cString: $0) } ?? "There is no statement.")
        }
        var unbound = values.count
        for index in 0..<(count - 1) { _ = try run(statements, index, values, &unbound) }
        return try run(statements, count - 1, values, &unbound, isLast: true, isStreaming: isStreaming)
    }

    /// Runs one statement on this thread and on those of the database.
    ///
    /// `duckdb_query` keeps asking for work while other threads have it all, which takes a core from whatever runs beside
    /// it; here the thread sleeps then.
    private func run(
        _ statements: duckdb_extracted_statements?, _ index: idx_t, _ values: [SQLValue], _ unbound: inout Int,
        isLast: Bool = false, isStreaming: Bool = false
    ) throws(DuckDBError) -> QueryResult {
        func message(_ text: UnsafePointer<CChar>?) -> String { text.map { String(cString: $0) } ?? "unknown error" }
        if cancellation?.isCancelled == true { throw .interrupted }
        var prepared: duckdb_prepared_statement?
        defer { duckdb_destroy_prepare(&prepared) }
        guard duckdb_prepare_extracted_statement(handle, statements, index, &prepared) == DuckDBSuccess else {
            throw .failed(message(duckdb_prepare_error(prepared)))
        }
        unbound -= try bind(values, to: prepared)
        // A parameter inside quotes is text.
        guard !isLast || unbound == 0 else {
            throw .failed("A value of the statement has no place in it; is it inside quotes?")
        }
        var pending: duckdb_pending_result?
        defer { duckdb_destroy_pending(&pending) }
        let start = isStreaming ? duckdb_pending_prepared_streaming : duckdb_pending_prepared
        guard start(prepared, &pending) == DuckDBSuccess else {
            throw .failed(message(duckdb_pending_error(pending)))
        }
        var idle: UInt32 = 0
        execution: while true {
            // An interruption that came before the query began is forgotten by DuckDB.
            if cancellation?.isCancelled == true { duckdb_interrupt(handle) }
            switch duckdb_pending_execute_task(pending) {
            case DUCKDB_PENDING_RESULT_NOT_READY: idle = 0
            case DUCKDB_PENDING_NO_TASKS_AVAILABLE:
                // A few more looks first: what is small comes at once.
                idle += 1
                if idle > 8 { usleep(min(500, 20 * (idle - 8))) }
            case DUCKDB_PENDING_ERROR: throw .failed(message(duckdb_pending_error(pending)))
            default: break execution
            }
        }
        var result = duckdb_result()
        guard duckdb_execute_pending(pending, &result) == DuckDBSuccess else {
            let error = DuckDBError(
                problem: message(duckdb_result_error(&result)),
                kind: DuckDBError.Kind(duckdb_result_error_type(&result)))
            duckdb_destroy_result(&result)
            throw error
        }
        return QueryResult(owning: result)
    }

    /// Gives a statement the values that it names, and returns how many; those of a text's other statements are not its
    /// own.
    private func bind(_ values: [SQLValue], to statement: duckdb_prepared_statement?) throws(DuckDBError) -> Int {
        guard !values.isEmpty else { return 0 }
        var bound = 0
        for index in 1..<(duckdb_nparams(statement) + 1) {
            guard let parameter = duckdb_parameter_name(statement, index) else { continue }
            defer { duckdb_free(UnsafeMutableRawPointer(mutating: parameter)) }
            let name = String(cString: parameter)
            guard name.hasPrefix(SQL.prefix), let number = Int(name.dropFirst(SQL.prefix.count)),
                values.indices.contains(number - 1)
            else { continue }
            guard values[number - 1].bind(to: index, of: statement) == DuckDBSuccess else {
                throw .failed("Value \(number) of the statement cannot be bound.")
            }
            bound += 1
        }
        return bound
    }

    /// The rows of a small result, one value each.
    package func rows<Value>(_ sql: SQL, _ transform: (Row) throws -> Value) throws -> [Value] {
        let result = try query(sql)
        var values: [Value] = []
        while let chunk = result.nextChunk() {
            for index in 0..<chunk.count { try values.append(transform(Row(chunk: chunk, index: index))) }
        }
        return values
    }

    /// The first row of a small result.
    ///
    /// - Throws: `DuckDBError` also when the result is empty.
    package func row<Value>(_ sql: SQL, _ transform: (Row) throws -> Value) throws -> Value {
        guard let first = try rows(sql, transform).first else { throw DuckDBError.failed("The query has no rows.") }
        return first
    }

    /// The result of a query as an Arrow stream, without a copy of its values by us.
    ///
    /// - Parameter isStreaming: Whether rows are made as they are read, so that memory does not hold them all; the
    ///   connection must run nothing else until the stream has ended.
    package func arrowStream(_ sql: SQL, isStreaming: Bool = false) throws(DuckDBError) -> ArrowStream {
        var options: duckdb_arrow_options?
        duckdb_connection_get_arrow_options(handle, &options)
        do {
            return try makeArrowStream(query(sql, isStreaming: isStreaming), options: options, connection: self)
        } catch {
            duckdb_destroy_arrow_options(&options)
            throw error
        }
    }

    /// Makes rows that Swift produces readable as a table function without arguments, `name()`.
    ///
    /// The source is asked for rows by one thread, in order. It is read once. The name is known to all connections of the
    /// database; registered again, it stands for the new source.
    package func register(_ source: any RowSource, as name: String) throws(DuckDBError) {
        try database.register(OnceTable(source), as: name, on: handle)
    }

    /// Makes a function `name(columns…)` that hands its arguments to a sink and returns 1 for each row.
    ///
    /// `SELECT sum(name(a, b)) FROM …` gives the sink every row, on all threads of the query.
    package func register(_ sink: any RowSink, as name: String, columns: [ColumnType]) throws(DuckDBError) {
        try database.register(sink, as: name, columns: columns, on: handle)
    }

    /// Makes a function `name(text)` that gives a day, and NULL for NULL; a name stands for the first reading of that name.
    package func register(_ reading: @escaping DayReading, as name: String) throws(DuckDBError) {
        try database.register(reading, giving: .date, as: name, on: handle)
    }

    /// Makes a function `name(text)` that gives a number, and NULL for NULL; a name stands for the first reading of that
    /// name.
    package func register(numbers reading: @escaping NumberReading, as name: String) throws(DuckDBError) {
        try database.register(reading, giving: .double, as: name, on: handle)
    }

    /// Makes rows that Swift produces readable as a table function, `name()`, as often as one likes.
    package func register(_ table: any RowTable, as name: String) throws(DuckDBError) {
        try database.register(table, as: name, on: handle)
    }
}
