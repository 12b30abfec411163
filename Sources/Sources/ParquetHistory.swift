internal import Base
internal import DuckDB

/// The rows of Parquet files from a given day on.
///
/// A file stores the smallest and the largest value of each of its row groups, so row groups that are too old are not
/// read.
struct ParquetHistory: Equatable {
    /// The spelling of the date or timestamp column in each file.
    private let columns: [String: String]
    let first: Day

    /// Returns the rows of a file from the day on, and those without a date, which the checks have to see. Includes
    /// `file_row_number`, the row's number from 0.
    func relation(file: String) -> String {
        let column = SQL.identifier(columns[file]!)
        let rows = "SELECT * FROM read_parquet(\(SQL.literal(file)), file_row_number = true) WHERE"
        // There are two scans, because one condition with OR would keep DuckDB from skipping row groups.
        return "(\(rows) \(column) >= DATE '\(first)' UNION ALL \(rows) \(column) IS NULL)"
    }

    /// Finds the history of files that are not in dated folders.
    ///
    /// - Parameters:
    ///   - history: The number of weeks, and the Sunday at which they end.
    ///   - column: The timestamp column.
    ///   - today: The current day. Later dates are mistakes and do not end the history.
    /// - Returns: The history, or nil if a file lacks the column or no row has a date. The checks report both.
    /// - Throws: `SourceProblem` if a file cannot be read, or its column does not hold dates or timestamps.
    init?(_ history: UsageHistory, of files: [String], column: String, today: Day, connection: Connection) throws {
        var latest: Day?
        var columns: [String: String] = [:]
        for file in files {
            let part = SourceTable.Part.parquet(file: file, history: nil, match: ColumnMatch())
            let relation = "read_parquet(\(SQL.literal(file)))"
            let types = try part.reading(connection) {
                try connection.rows("SELECT column_name, column_type FROM (DESCRIBE FROM \(unsafe: relation))") {
                    ($0.string(0)!, $0.string(1)!)
                }
            }
            let match = try ColumnMatch(types.map(\.0), wanted: [column], of: file)
            let spelled = match.renamed[column] ?? column
            guard let type = types.first(where: { $0.0 == spelled })?.1 else { return nil }
            let name = SQL.identifier(spelled)
            columns[file] = spelled
            guard Self.sortable.contains(type) else {
                throw SourceProblem(
                    check: "no-dated-rows",
                    message:
                        "sources.usage_history is set, but the column '\(column)' of '\(file)' is of the type \(type): "
                        + "rows can be left out by a date or a timestamp without a time zone.")
            }
            let last = try part.reading(connection) {
                try connection.row(
                    "SELECT max(\(unsafe: name))::DATE FROM \(unsafe: relation) WHERE \(unsafe: name) < DATE '\(unsafe: today + 1)'"
                ) {
                    $0.int(0).map { Day(daysSinceEpoch: Int32($0)) }
                }
            }
            latest = [latest, last].compactMap(\.self).max()
        }
        guard let latest else { return nil }
        self.columns = columns
        first = history.first(endingBy: latest)
    }

    private static let sortable: Set = ["DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"]
}
