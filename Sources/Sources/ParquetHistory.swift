internal import DuckDB
internal import ProspectCore

/// The rows of Parquet files from a day on.
///
/// A file keeps the least and the largest value of each of its row groups, so groups that are too old are not read.
struct ParquetHistory: Equatable {
    /// A column of dates or timestamps.
    let column: String
    let first: Day

    /// Of a file its rows from the day on, and those without a date, which the checks have to see; with
    /// `file_row_number`, the row's number from 0.
    func relation(file: String) -> String {
        let column = SQL.identifier(column)
        let rows = "SELECT * FROM read_parquet(\(SQL.literal(file)), file_row_number = true) WHERE"
        // Two scans: one condition with OR keeps DuckDB from leaving out row groups.
        return "(\(rows) \(column) >= DATE '\(first)' UNION ALL \(rows) \(column) IS NULL)"
    }

    /// The history of files that are in no dated folders.
    ///
    /// - Parameters:
    ///   - history: how many weeks, up to which Sunday.
    ///   - column: of the timestamps.
    ///   - today: what is later is a mistake, and does not end the history.
    /// - Returns: nil where the column of a file is none of dates or timestamps, or where there is no row.
    init?(_ history: UsageHistory, of files: [String], column: String, today: Day, connection: Connection) throws {
        let list = files.map(SQL.literal).joined(separator: ", ")
        let types = try files.map { file in
            try connection.rows(
                "SELECT column_type FROM (DESCRIBE FROM read_parquet(\(SQL.literal(file)))) "
                    + "WHERE column_name = \(SQL.literal(column))"
            ) { $0.string(0)! }.first
        }
        let sortable: Set = ["DATE", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS"]
        guard types.allSatisfy({ $0.map(sortable.contains) ?? false }) else { return nil }
        let name = SQL.identifier(column)
        let latest = try connection.row(
            "SELECT max(\(name))::DATE FROM read_parquet([\(list)], union_by_name = true) WHERE \(name) < DATE '\(today + 1)'"
        ) { $0.int(0).map { Day(daysSinceEpoch: Int32($0)) } }
        guard let latest else { return nil }
        self.column = column
        first = history.first(endingBy: latest)
    }
}
