internal import Base
internal import DuckDB
internal import Foundation

/// A table that is the result of the user's query against a DuckDB database file or a PostgreSQL server.
struct QuerySource {
    let database: String
    let sql: String
    /// The folder of DuckDB's extensions.
    var extensions: String?

    /// Runs the query read-only and keeps its result as a table of our own database.
    ///
    /// libpq handles the user and the credentials: with PGPASSWORD and the other variables, or with its password file.
    func copy(into table: String, connection: Connection) throws {
        let isServer = DatabaseAddress.isServer(database)
        if !isServer, !FileManager.default.isReadableFile(atPath: database) {
            throw SourceProblem(check: "no-file", message: "The database '\(database)' does not exist.")
        }
        if !isServer { try checkDatabase() }
        let own = try connection.row("SELECT current_database()") { $0.string(0)! }
        let alias = "attached_\(table)"
        do {
            if isServer { try connection.load(.postgres, from: extensions) }
            try connection.execute(
                "ATTACH \(literal: database) AS \(unsafe: alias) (\(unsafe: isServer ? "TYPE postgres, " : "")READ_ONLY)"
            )
            defer { try? connection.execute("DETACH \(unsafe: alias)") }
            try connection.execute("USE \(unsafe: alias)")
            defer { try? connection.execute("USE \(name: own)") }
            // The query is not a subquery, because a final semicolon or comment would then be an error.
            try connection.execute(
                "CREATE OR REPLACE TABLE \(name: own).main.\(name: table) AS \(unsafe: sql)")
        } catch {
            if error.isInterruption || error.isOutOfMemory { throw error }
            if isNewer {
                throw SourceProblem(
                    check: "newer-database",
                    message: "The database '\(database)' was written by a newer DuckDB than this program has "
                        + "(\(Database.libraryVersion)). Write it for older versions, with ATTACH '...' (STORAGE_VERSION 'v1.0.0'), "
                        + "or export the table as Parquet.")
            }
            if isServer, error.remedy != nil {
                throw SourceProblem(check: "no-extension", message: error.description)
            }
            throw SourceProblem(
                check: "query-failed", message: "The query against '\(database)' failed: \(error.sentence)")
        }
    }

    /// The newest storage version that this program's DuckDB can read.
    private static let newestStorage: UInt8 = 68

    /// Whether the file's header names a newer storage version.
    private var isNewer: Bool {
        (try? FileHead(file: database).storageVersion).flatMap(\.self) ?? 0 > Self.newestStorage
    }

    /// Checks the database file.
    ///
    /// - Throws: `SourceProblem` if the file is not a DuckDB database.
    private func checkDatabase() throws {
        guard let head = try? FileHead(file: database) else { return }
        switch head.content {
        case .other("a DuckDB database", _): return
        case .other(let kind, let remedy):
            throw SourceProblem(
                check: "not-a-database",
                message: "The file '\(database)' is not a DuckDB database but \(kind). \(remedy)")
        case .text, .gzip, .zstandard, .parquet, .excel:
            throw SourceProblem(
                check: "not-a-database",
                message: "The file '\(database)' is not a DuckDB database; give a file by its path alone.")
        }
    }
}
