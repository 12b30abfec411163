internal import Base
internal import CDuckDB
internal import Foundation

/// An extension of DuckDB that lies in a file of its own.
package enum DuckDBExtension: String, Sendable {
    /// Reads tables of a PostgreSQL server.
    case postgres = "postgres_scanner"
    /// Reads http(s):// and s3:// addresses.
    case httpfs
    /// Reads .xlsx workbooks.
    case excel

    /// The file's name, as DuckDB's makers give it.
    var file: String { "\(rawValue).duckdb_extension" }
}

extension Connection {
    /// Loads an extension into the database, once: from a folder, or from where the program's DuckDB is; else DuckDB
    /// installs it.
    ///
    /// - Parameter folder: holds the extensions' files; nil: none is configured.
    /// - Throws: `DuckDBError` that says where the extension was looked for.
    package func load(_ wanted: DuckDBExtension, from folder: String?) throws(DuckDBError) {
        if let folder {
            let path = folder + "/" + wanted.file
            guard FileManager.default.isReadableFile(atPath: path) else { throw .noExtension(wanted, at: path) }
            return try load(file: path)
        }
        let besides = NativeLibraries.folder.map {
            ($0 as NSString).deletingLastPathComponent + "/extensions/\(wanted.file)"
        }
        if let besides, FileManager.default.isReadableFile(atPath: besides) { return try load(file: besides) }
        do {
            try execute("INSTALL \(unsafe: wanted.rawValue)")
            try execute("LOAD \(unsafe: wanted.rawValue)")
        } catch {
            throw .cannotInstall(wanted, reason: error.problem)
        }
    }

    private func load(file: String) throws(DuckDBError) { try execute("LOAD \(literal: file)") }
}

extension DuckDBError {
    static func noExtension(_ wanted: DuckDBExtension, at path: String) -> Self {
        Self(
            problem: "DuckDB's extension '\(wanted.rawValue)' is not at '\(path)'.",
            remedy:
                "Set resources.extensions to a folder that holds \(wanted.file) for DuckDB \(Database.libraryVersion).")
    }

    static func cannotInstall(_ wanted: DuckDBExtension, reason: String) -> Self {
        let first = reason.split(separator: "\n").first.map(String.init) ?? reason
        return Self(
            problem: "DuckDB cannot install its extension '\(wanted.rawValue)': \(first)",
            remedy:
                "Put \(wanted.file) for DuckDB \(Database.libraryVersion) into a folder, and set resources.extensions to it."
        )
    }
}
