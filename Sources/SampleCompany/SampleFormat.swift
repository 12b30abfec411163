internal import DuckDB

/// The file format of a sample company's tables.
package enum SampleFormat: String, CaseIterable, Sendable {
    /// Plain CSV with a header.
    case csv
    /// CSV compressed with gzip.
    case csvGzip = "csv.gz"
    /// Parquet compressed with Zstandard, with typed dates and numbers.
    case parquet

    /// The part of a file's name after the first dot.
    package var fileExtension: String { rawValue }

    /// The options of DuckDB's COPY statement.
    var copyOptions: SQL {
        switch self {
        case .csv: "FORMAT csv, HEADER true, COMPRESSION none, USE_TMP_FILE false"
        case .csvGzip: "FORMAT csv, HEADER true, COMPRESSION gzip, USE_TMP_FILE false"
        case .parquet: "FORMAT parquet, COMPRESSION zstd, USE_TMP_FILE false"
        }
    }

    var isText: Bool { self != .parquet }
}
