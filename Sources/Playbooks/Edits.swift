package import Base
package import DuckDB
internal import Foundation

/// A reviewer's changes to the lines of a Sunday: `edits.csv` in the output folder.
package struct Edits: Sendable {
    /// The lines that a person wrote to replace the generated ones. A line that is nil stays as generated.
    package struct Edit: Equatable, Sendable {
        package var subject: String?
        package var opening: String?

        package init(subject: String? = nil, opening: String? = nil) {
            self.subject = subject
            self.opening = opening
        }
    }

    package static let file = "edits.csv"
    static let columns = ["id", "DATE", AnswerField.subject, AnswerField.opening]

    private let edits: [String: Edit]

    package init(_ edits: [String: Edit] = [:]) {
        self.edits = Dictionary(edits.map { (SafeCell.text($0), $1) }) { first, _ in first }
    }

    /// Returns the edit of a portal. An id that was made safe for a spreadsheet stands for the same portal.
    package subscript(id: String) -> Edit? { edits[SafeCell.text(id)] }

    /// Reads the edits of a Sunday. The last of several edits of one line counts.
    ///
    /// - Parameter path: The file. If it does not exist, there are no edits.
    /// - Throws: `EditsError` if it cannot be read, or a column is missing.
    package init(path: String, asOf: Day, connection: Connection) throws {
        guard FileManager.default.fileExists(atPath: path) else {
            self.init()
            return
        }
        let source = Self.source(path)
        let found: [String]
        do {
            found = try connection.rows("SELECT column_name FROM (DESCRIBE SELECT * FROM \(source))") {
                $0.string(0)!
            }
        } catch {
            throw EditsError.unreadable(path)
        }
        for column in Self.columns where !found.contains(column) { throw EditsError.noColumn(column, path) }
        var edits: [String: Edit] = [:]
        do {
            let rows = try connection.rows("SELECT \(names: Self.columns) FROM \(source)") { row in
                try Self.columns.map { try row.string($0) }
            }
            for row in rows where row[1] == asOf.description {
                guard let id = row[0] else { continue }
                var edit = edits[SafeCell.text(id)] ?? Edit()
                edit.subject = Self.line(row[2]) ?? edit.subject
                edit.opening = Self.line(row[3]) ?? edit.opening
                edits[SafeCell.text(id)] = edit
            }
        } catch {
            throw EditsError.unreadable(path)
        }
        self.init(edits)
    }

    /// Returns the rows of the file, as SQL.
    static func source(_ path: String) -> SQL {
        """
        read_csv(\(literal: path), all_varchar = true, header = true, delim = ',', quote = '"', escape = '"')
        """
    }

    /// Returns a text as a single line in the stored form, or nil if there is none.
    package static func line(_ text: String?) -> String? {
        guard let text else { return nil }
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return line.isEmpty ? nil : line
    }
}

/// An error for a file of edits that cannot be used.
package struct EditsError: ProspectError {
    package let problem: String
    package let remedy: String?
    package var exitCode: ExitStatus { .badInput }

    static func unreadable(_ path: String) -> Self {
        Self(
            problem: "The file '\(path)' cannot be read as CSV.",
            remedy: "Give it the columns id, DATE, subject_line and opening_line, with commas between them.")
    }

    static func unwritable(_ path: String, _ reason: String) -> Self {
        Self(
            problem: "The file '\(path)' cannot be written: \(reason).",
            remedy: "Check the folder's permissions and free space.")
    }

    static func noColumn(_ column: String, _ path: String) -> Self {
        Self(
            problem: "The file '\(path)' has no column \(column).",
            remedy: "Its columns are id, DATE, subject_line and opening_line.")
    }
}
