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
            try connection.execute(
                "CREATE TABLE \(SQL.identifier(own)).main.\(SQL.identifier(table)) AS SELECT * FROM (\(trimmed))")
        } catch {
            if error.isInterruption { throw error }
            let first = error.problem.split(separator: "\n").first.map(String.init) ?? error.problem
            throw SourceProblem(
                check: "query-failed", message: "The query against '\(database)' failed: \(first)")
        }
    }

    /// The query without a final semicolon, which a subquery does not allow.
    private var trimmed: String {
        var text = sql.trimmingCharacters(in: .whitespacesAndNewlines)
        while text.hasSuffix(";") { text = String(text.dropLast()).trimmingCharacters(in: .whitespacesAndNewlines) }
        return text
    }
}
