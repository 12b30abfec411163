internal import DuckDB
internal import Foundation

/// Files at an address, such as `s3://bucket/usage/*.parquet`. DuckDB's extension httpfs lists and reads them.
///
/// The extension handles credentials. It reads AWS_ACCESS_KEY_ID and the other variables from the environment, and
/// DUCKDB_S3_ENDPOINT and DUCKDB_S3_USE_SSL for private storage.
enum RemoteFiles {
    static func isRemote(_ location: String) -> Bool { location.contains("://") }

    /// The variable for the URL style. Private storage often has no host name for each bucket, and `path` puts the
    /// bucket into the path. The extension has a setting for this, but no variable.
    private static let urlStyle = "DUCKDB_S3_URL_STYLE"

    /// Loads the extension.
    ///
    /// - Parameter extensions: The folder of the extensions' files, or nil if none is configured.
    static func prepare(
        _ connection: Connection, extensions: String?,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws {
        try connection.load(.httpfs, from: extensions)
        if let style = environment[urlStyle], !style.isEmpty {
            try connection.execute("SET GLOBAL s3_url_style = \(literal: style)")
        }
    }

    /// Expands an address. A pattern or a folder works only if the storage can be listed.
    ///
    /// - Throws: `SourceProblem` if nothing is found, or formats are mixed.
    static func expand(_ location: String, connection: Connection) throws -> SourceFiles {
        let canBeListed = !location.hasPrefix("http://") && !location.hasPrefix("https://")
        let isPattern = location.contains { "*?[".contains($0) }
        var files = [location]
        if canBeListed, isPattern || FileFormat(file: location) == nil {
            let pattern = isPattern ? location : location + (location.hasSuffix("/") ? "**" : "/**")
            do {
                files = try connection.rows("SELECT file FROM glob(\(literal: pattern))") { $0.string(0)! }
            } catch let error as DuckDBError {
                if error.isInterruption { throw error }
                throw SourceProblem.unreadable(location, error)
            }
            files = files.filter { file in
                let name = file.split(separator: "/").last ?? ""
                return !name.hasPrefix(".") && !name.hasPrefix("_") && (isPattern || FileFormat(file: file) != nil)
            }
        }
        guard !files.isEmpty else {
            throw SourceProblem(check: "no-file", message: "No file matches '\(location)'.")
        }
        return try SourceFiles(files, of: location)
    }
}
