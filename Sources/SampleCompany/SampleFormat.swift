/// How the tables of a sample company are written.
package enum SampleFormat: String, CaseIterable, Sendable {
    /// Plain CSV with a header.
    case csv
    /// CSV, compressed by gzip.
    case csvGzip = "csv.gz"
    /// Parquet, compressed by Zstandard, with dates and numbers as such.
    case parquet

    /// What follows the dot in a file's name.
    package var fileExtension: String { rawValue }

    /// The options of DuckDB's COPY statement.
    var copyOptions: String {
        switch self {
        case .csv: "FORMAT csv, HEADER true, COMPRESSION none, USE_TMP_FILE false"
        case .csvGzip: "FORMAT csv, HEADER true, COMPRESSION gzip, USE_TMP_FILE false"
        case .parquet: "FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false"
        }
    }

    var isText: Bool { self != .parquet }
}
