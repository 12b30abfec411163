internal import Base
internal import DuckDB

/// The reason why a table cannot be read at all. It becomes a finding of severity error.
struct SourceProblem: Error {
    let check: String
    let message: String
}

extension SourceTable.Part {
    /// Runs a query on this part and translates DuckDB's error into what is wrong with the file.
    func reading<Value>(_ connection: Connection, _ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch let error as DuckDBError {
            // Neither error is the data's fault.
            if error.isInterruption || error.isOutOfMemory { throw error }
            if case .jsonLines(let file, _) = self, let problem = try malformedLine(of: file, connection) {
                throw problem
            }
            throw SourceProblem.unreadable(origin, error)
        }
    }

    /// Finds the first line of a JSON Lines file that is not a JSON object.
    private func malformedLine(of file: String, _ connection: Connection) throws -> SourceProblem? {
        let first = try? connection.rows(
            """
            SELECT line, text FROM (SELECT row_number() OVER () AS line, text FROM \(unsafe: textLines(rejects: nil)))
            WHERE trim(text) <> '' AND (NOT json_valid(text) OR json_type(text) <> 'OBJECT') ORDER BY line LIMIT 1
            """
        ) { (line: $0.int(0)!, text: $0.string(1)!) }
        guard let (line, text) = first?.first else { return nil }
        let reason =
            text.hasPrefix("[")
            ? "holds a JSON array; write one JSON object on each line" : "has no valid JSON object in line \(line)"
        return SourceProblem(check: "malformed-file", message: "The file '\(file)' \(reason).")
    }
}

extension SourceProblem {
    /// Describes what is wrong with a file, based on DuckDB's message.
    static func unreadable(_ file: String, _ error: DuckDBError) -> SourceProblem {
        let known: [(part: String, message: String)] = [
            (
                "state machine reached an invalid state",
                "is not valid CSV: its line ends are mixed, a quote is not closed, or text follows a closing quote"
            ),
            ("Maximum line size", "has a row of more than 2 MB; is a quote not closed?"),
            ("not a GZIP stream", "is not a gzip file, in spite of its name"),
            ("Unknown frame descriptor", "is not a Zstandard file, in spite of its name"),
            ("too small to be a Parquet file", "is not a Parquet file, or its end is missing"),
            ("No magic bytes found", "is not a Parquet file, or its end is missing"),
        ]
        if let (_, message) = known.first(where: { error.problem.contains($0.part) }) {
            return SourceProblem(
                check: "malformed-file", message: "The file '\(file)' \(message)\(message.hasSuffix("?") ? "" : ".")")
        }
        return SourceProblem(
            check: "unreadable-file", message: "The file '\(file)' cannot be read: \(error.sentence)")
    }
}

extension DuckDBError {
    /// The first line of the message, without DuckDB's name for the kind of error.
    var sentence: String {
        let text = message.split(separator: "\n").first.map(String.init) ?? message
        return text.hasSuffix("!") || text.hasSuffix(".") ? String(text.dropLast()) + "." : text + "."
    }
}
