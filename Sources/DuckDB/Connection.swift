package import Arrow
internal import CDuckDB

/// A connection to a database; used by one thread at a time.
package final class Connection {
    private let handle: duckdb_connection
    package let database: Database

    init(owning handle: duckdb_connection, of database: Database) {
        self.handle = handle
        self.database = database
    }

    deinit {
        database.forget(handle)
        var handle: duckdb_connection? = handle
        duckdb_disconnect(&handle)
    }

    /// Runs statements whose result is not needed.
    package func execute(_ sql: String) throws(DuckDBError) {
        _ = try query(sql)
    }

    /// Runs one statement and keeps its whole result.
    package func query(_ sql: String) throws(DuckDBError) -> QueryResult {
        var result = duckdb_result()
        guard duckdb_query(handle, sql, &result) == DuckDBSuccess else {
            let message = duckdb_result_error(&result).map { String(cString: $0) } ?? "unknown error"
            duckdb_destroy_result(&result)
            throw .failed(message)
        }
        return QueryResult(owning: result)
    }

    /// The rows of a small result, one value each.
    package func rows<Value>(_ sql: String, _ transform: (Row) throws -> Value) throws -> [Value] {
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
    package func row<Value>(_ sql: String, _ transform: (Row) throws -> Value) throws -> Value {
        guard let first = try rows(sql, transform).first else { throw DuckDBError.failed("The query has no rows.") }
        return first
    }

    /// The result of a query as an Arrow stream, without a copy of its values by us.
    package func arrowStream(_ sql: String) throws(DuckDBError) -> ArrowStream {
        var options: duckdb_arrow_options?
        duckdb_connection_get_arrow_options(handle, &options)
        do {
            return try makeArrowStream(query(sql), options: options, connection: self)
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
        try database.register(source, as: name, on: handle)
    }
}
