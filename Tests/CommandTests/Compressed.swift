import DuckDB
import Foundation
import TestSupport

/// The good usage in formats that only DuckDB writes.
enum Compressed {
    static let usageGzip = written("csv.gz", "FORMAT csv, HEADER, COMPRESSION gzip")
    static let usageZstandard = written("csv.zst", "FORMAT csv, HEADER, COMPRESSION zstd")
    static let usageParquet = written("parquet", "FORMAT parquet")

    /// A database with one table, `usage`.
    static let database: Data = {
        do {
            let folder = try TemporaryFolder()
            let file = try folder.write("usage.csv", MalformedCompany.usage)
            do {
                let connection = try Database.open(path: folder.path + "/w.duckdb").connect()
                try connection.execute("CREATE TABLE usage AS FROM read_csv('\(unsafe: file)')")
                try connection.execute("CHECKPOINT")
            }
            return try folder.read("w.duckdb")
        } catch {
            fatalError("\(error)")
        }
    }()

    private static func written(_ suffix: String, _ options: String) -> Data {
        do {
            let folder = try TemporaryFolder()
            let file = try folder.write("usage.csv", MalformedCompany.usage)
            let connection = try Database.open().connect()
            try connection.execute(
                "COPY (FROM read_csv('\(unsafe: file)')) TO '\(unsafe: folder.path)/out.\(unsafe: suffix)' (\(unsafe: options))"
            )
            return try folder.read("out." + suffix)
        } catch {
            fatalError("\(error)")
        }
    }
}
