internal import DuckDB
internal import Foundation

/// A table that is the result of the user's query against a DuckDB database file.
struct QuerySource {
    let database: String
    let sql: String

    /// Runs the query, read-only, and keeps its result as a table of our own database.
    func copy(into table: String, connection: Connection) throws {
        guard FileManager.default.isReadableFile(atPath: database) else {
            throw SourceProblem(check: "no-file", message: "The database '\(database)' does not exist.")
        }
        let own = try connection.row("SELECT current_database()") { $0.string(0)! }
        let alias = "attached_\(table)"
        do {
            try connection.execute("ATTACH \(SQL.literal(database)) AS \(alias) (READ_ONLY)")
            try connection.execute("USE \(alias)")
            defer {
                try? connection.execute("USE \(SQL.identifier(own))")
                try? connection.execute("DETACH \(alias)")
            }
            // Not as a subquery, in which a final semicolon or comment would be an error.
            try connection.execute(
                "CREATE OR REPLACE TABLE \(SQL.identifier(own)).main.\(SQL.identifier(table)) AS \(sql)")
        } catch {
            if error.isInterruption || error.isOutOfMemory { throw error }
            throw SourceProblem(
                check: "query-failed", message: "The query against '\(database)' failed: \(error.sentence)")
        }
    }
}
