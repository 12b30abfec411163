package import Base
internal import CDuckDB
internal import Synchronization

/// An embedded DuckDB database, in memory or in a file. Shared by threads; each thread uses its own connection.
package final class Database: Sendable {
    private nonisolated(unsafe) let handle: duckdb_database
    private let connections = Mutex<Set<ConnectionHandle>>([])
    private nonisolated(unsafe) var sinks: [String: SinkBox] = [:]
    private nonisolated(unsafe) var tables: [String: TableBox] = [:]
    private nonisolated(unsafe) var readings: Set<String> = []
    private let registration = Mutex(())
    private let cancellations = Mutex<[CancellationRegistration]>([])

    private init(owning handle: duckdb_database) {
        self.handle = handle
    }

    deinit {
        var handle: duckdb_database? = handle
        duckdb_close(&handle)
    }

    /// Opens a database.
    ///
    /// - Parameters:
    ///   - path: The file; nil for a database in memory.
    ///   - settings: DuckDB's own settings, such as `threads` or `memory_limit`.
    /// - Throws: `DuckDBError` when the file cannot be opened or a setting is not known.
    package static func open(path: String? = nil, settings: [String: String] = [:]) throws(DuckDBError) -> Database {
        var config: duckdb_config?
        guard duckdb_create_config(&config) == DuckDBSuccess else {
            throw .cannotOpen(path, reason: "no memory for its settings.")
        }
        defer { duckdb_destroy_config(&config) }
        for (name, value) in settings.sorted(by: { $0.key < $1.key }) {
            guard duckdb_set_config(config, name, value) == DuckDBSuccess else {
                throw .cannotOpen(path, reason: "the setting \(name) = '\(value)' is not accepted.")
            }
        }
        var database: duckdb_database?
        var message: UnsafeMutablePointer<CChar>?
        guard duckdb_open_ext(path, &database, config, &message) == DuckDBSuccess, let database else {
            let reason = message.map { String(cString: $0) } ?? "unknown reason."
            duckdb_free(message)
            throw .cannotOpen(path, reason: reason)
        }
        return Database(owning: database)
    }

    /// The version of the library, such as `v1.5.5`.
    package static var libraryVersion: String { String(cString: duckdb_library_version()) }

    /// A connection for one thread.
    package func connect() throws(DuckDBError) -> Connection {
        var connection: duckdb_connection?
        guard duckdb_connect(handle, &connection) == DuckDBSuccess, let connection else {
            throw .failed("Cannot connect to the database.")
        }
        let handle = ConnectionHandle(pointer: connection)
        connections.withLock { _ = $0.insert(handle) }
        return Connection(owning: connection, of: self)
    }

    /// Stops every running query; each ends with an error whose `isInterruption` is true.
    package func interrupt() {
        connections.withLock { open in
            for connection in open { duckdb_interrupt(connection.pointer) }
        }
    }

    /// Stops the running query of one connection, where it is still open.
    func interrupt(_ connection: ConnectionHandle) {
        connections.withLock { open in
            if open.contains(connection) { duckdb_interrupt(connection.pointer) }
        }
    }

    /// Stops every running query at a cancellation, for as long as the database lives.
    package func interrupt(when cancellation: Cancellation) {
        let registration = cancellation.whenCancelled { [weak self] in self?.interrupt() }
        cancellations.withLock { $0.append(registration) }
    }

    func register(
        _ sink: any RowSink, as name: String, columns: [ColumnType], on connection: duckdb_connection
    ) throws(DuckDBError) {
        try registration.withLock { (_) throws(DuckDBError) in
            try registerSink(name: name, columns: columns, sink: sink, boxes: &sinks, on: connection)
        }
    }

    func register<Value>(
        _ reading: @escaping TextReading<Value>, giving result: ColumnType, as name: String,
        on connection: duckdb_connection
    ) throws(DuckDBError) {
        try registration.withLock { (_) throws(DuckDBError) in
            guard !readings.contains(name) else { return }
            try registerTextFunction(name: name, result: result, reading: reading, on: connection)
            readings.insert(name)
        }
    }

    func register(_ table: any RowTable, as name: String, on connection: duckdb_connection) throws(DuckDBError) {
        try registration.withLock { (_) throws(DuckDBError) in
            try registerTable(name: name, table: table, boxes: &tables, on: connection)
        }
    }

    func forget(_ connection: duckdb_connection) {
        connections.withLock { _ = $0.remove(ConnectionHandle(pointer: connection)) }
    }
}

/// A connection's pointer as an element of a set.
struct ConnectionHandle: Hashable, @unchecked Sendable {
    let pointer: duckdb_connection
}
