package import Base
package import DuckDB
internal import Foundation

/// Changes `edits.csv`, which people may also write by hand. Everything except the changed line stays, including other
/// columns.
package struct EditsFile: Sendable {
    private let path: String

    /// Makes the file of edits.
    ///
    /// - Parameter output: The output folder.
    package init(output: String) { path = output + "/" + Edits.file }

    /// Returns the edits of a Sunday.
    ///
    /// - Throws: `EditsError` if the file cannot be read.
    package func edits(of sunday: Day, connection: Connection) throws -> Edits {
        try Edits(path: path, asOf: sunday, connection: connection)
    }

    /// Saves what a person wrote for a portal on a Sunday.
    ///
    /// Concurrent calls wait, in this process and in others. Readers see the old file or the new one.
    ///
    /// - Parameters:
    ///   - edit: The new lines. nil in a line undoes the change of that line.
    ///   - id: The portal's id, as in the list.
    /// - Throws: `EditsError` if the file cannot be read or written.
    package func keep(_ edit: Edits.Edit, of id: String, on sunday: Day, connection: Connection) throws {
        let lock = try takeLock()
        defer {
            flock(lock, LOCK_UN)
            close(lock)
        }
        var (columns, rows) = try contents(connection)
        let places = try Edits.columns.map { column in
            guard let place = columns.firstIndex(of: column) else { throw EditsError.noColumn(column, path) }
            return place
        }
        // One row for the portal replaces all its earlier rows.
        let isPortal = { (row: [String]) in
            SafeCell.text(row[places[0]]) == SafeCell.text(id) && row[places[1]] == sunday.description
        }
        var own = rows.last(where: isPortal) ?? [String](repeating: "", count: columns.count)
        let place = rows.firstIndex(where: isPortal) ?? rows.endIndex
        rows.removeAll(where: isPortal)
        own[places[0]] = id
        own[places[1]] = sunday.description
        own[places[2]] = edit.subject ?? ""
        own[places[3]] = edit.opening ?? ""
        if edit != Edits.Edit() { rows.insert(own, at: min(place, rows.endIndex)) }
        let lines = ([columns] + rows).map { $0.map(SafeCell.field).joined(separator: ",") }
        try replace(with: Data((lines.joined(separator: "\n") + "\n").utf8))
    }

    private func contents(_ connection: Connection) throws -> (columns: [String], rows: [[String]]) {
        guard FileManager.default.fileExists(atPath: path) else { return (Edits.columns, []) }
        do {
            let source = Edits.source(path)
            let columns = try connection.rows("SELECT column_name FROM (DESCRIBE SELECT * FROM \(source))") {
                $0.string(0)!
            }
            let rows = try connection.rows("SELECT * FROM \(source)") { row in
                try columns.map { try row.string($0) ?? "" }
            }
            return (columns, rows)
        } catch {
            throw EditsError.unreadable(path)
        }
    }

    private func takeLock() throws -> Int32 {
        let descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw EditsError.unwritable(path, String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX) == 0 else {
            close(descriptor)
            throw EditsError.unwritable(path, String(cString: strerror(errno)))
        }
        return descriptor
    }

    /// Writes a new file beside the old one, flushes it to disk, and renames it in one step.
    private func replace(with data: Data) throws {
        let temporary = path + ".partial"
        do {
            let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
            guard descriptor >= 0 else { throw EditsError.unwritable(path, String(cString: strerror(errno))) }
            let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
            try handle.write(contentsOf: data)
            try handle.synchronize()
            try handle.close()
        } catch let error as EditsError {
            throw error
        } catch {
            throw EditsError.unwritable(path, error.localizedDescription)
        }
        guard rename(temporary, path) == 0 else {
            throw EditsError.unwritable(path, String(cString: strerror(errno)))
        }
    }
}
