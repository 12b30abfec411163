internal import DuckDB
internal import Foundation

/// The format of a table's files.
enum FileFormat: Equatable {
    case csv, parquet, jsonLines, excel

    /// Determines the format from the file's name, ignoring a compression suffix. Returns nil if the name does not
    /// tell.
    init?(file: String) {
        var name = file.lowercased()
        for suffix in [".gz", ".zst"] where name.hasSuffix(suffix) { name.removeLast(suffix.count) }
        switch (name as NSString).pathExtension {
        case "csv", "tsv", "txt": self = .csv
        case "parquet", "pq": self = .parquet
        case "jsonl", "ndjson", "json": self = .jsonLines
        case "xlsx", "xlsm": self = .excel
        default: return nil
        }
    }
}

/// The files that a location names, in the order of their paths.
struct SourceFiles: Equatable {
    let files: [String]
    let format: FileFormat

    /// Expands a file, a glob or a folder of part files.
    ///
    /// - Throws: `SourceProblem` if nothing is found, a file cannot be read or is empty, or formats are mixed.
    static func expand(_ location: String, connection: Connection) throws -> SourceFiles {
        if RemoteFiles.isRemote(location) { return try RemoteFiles.expand(location, connection: connection) }
        var isFolder: ObjCBool = false
        var files: [String]
        if FileManager.default.fileExists(atPath: location, isDirectory: &isFolder) {
            if isFolder.boolValue {
                let enumerator = FileManager.default.enumerator(atPath: location)
                files = (enumerator?.allObjects as? [String] ?? [])
                    .filter { name in !name.split(separator: "/").contains { $0.hasPrefix(".") || $0.hasPrefix("_") } }
                    .filter { FileFormat(file: $0) != nil }
                    .map { (location as NSString).appendingPathComponent($0) }
                if files.isEmpty {
                    throw SourceProblem(
                        check: "no-file",
                        message: "The folder '\(location)' holds no CSV, Parquet, JSON Lines or Excel file.")
                }
            } else {
                files = [location]
            }
        } else if location.contains(where: { "*?[".contains($0) }) {
            files = try connection.rows("SELECT file FROM glob(\(literal: location))") { $0.string(0)! }
            if files.isEmpty {
                throw SourceProblem(check: "no-file", message: "No file matches '\(location)'.")
            }
        } else {
            throw SourceProblem(check: "no-file", message: "The file '\(location)' does not exist.")
        }
        let found = try SourceFiles(files, of: location)
        let formats = [found.format]
        for file in found.files {
            guard FileManager.default.isReadableFile(atPath: file) else {
                throw SourceProblem(check: "unreadable-file", message: "The file '\(file)' cannot be read.")
            }
            let size = try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
            if size == 0, formats[0] == .parquet || file.hasSuffix(".gz") || file.hasSuffix(".zst") {
                throw SourceProblem(check: "empty-file", message: "The file '\(file)' is empty: it has no bytes.")
            }
        }
        return found
    }

    /// Makes the files of a location.
    ///
    /// - Throws: `SourceProblem` if the files have different formats.
    init(_ files: [String], of location: String) throws {
        let formats = files.map { FileFormat(file: $0) ?? .csv }
        guard let format = formats.first, formats.allSatisfy({ $0 == format }) else {
            throw SourceProblem(
                check: "mixed-formats", message: "The files of '\(location)' are of different formats; use one.")
        }
        self.files = files.sorted()
        self.format = format
    }
}
