package import Base
internal import DuckDB
internal import Foundation

/// The weeks of usage that a run needs. The source is in dated folders, such as `usage/week=2020-07-20/part-0.parquet`,
/// or in Parquet files.
package struct UsageHistory: Equatable {
    let weeks: Int
    /// The requested Sunday. nil: the history ends with the latest folder or row.
    let asOf: Day?

    package init(weeks: Int, asOf: Day?) {
        self.weeks = weeks
        self.asOf = asOf
    }

    /// Returns the problem of a source that can be shortened neither by its folders nor by its rows.
    static func problem(_ location: String) -> SourceProblem {
        SourceProblem(
            check: "no-dated-folders",
            message:
                "sources.usage_history is set, but the files of '\(location)' are not in folders with a date, such as "
                + "week=2020-07-20, nor Parquet that is read without Spark.")
    }

    /// Returns the first day that is needed of data that ends on a day.
    func first(endingBy latest: Day) -> Day { min(asOf ?? latest, latest) - 7 * weeks + 1 }

    /// Returns the needed files, or nil if one of them is not in a dated folder.
    ///
    /// Folders are weeks or days that begin with their date. A folder is needed if its date lies within the weeks that
    /// end with the last folder.
    package func keep(_ files: [String]) -> [String]? {
        let dates = files.map(Self.date)
        guard let latest = dates.compactMap(\.self).max(), !dates.contains(nil) else { return nil }
        let first = first(endingBy: latest)
        return zip(files, dates).filter { $0.1! >= first }.map(\.0)
    }

    /// Returns the date of a file's folder: the last part of the path of the form `key=YYYY-MM-DD`.
    static func date(of file: String) -> Day? {
        for part in file.split(separator: "/").dropLast().reversed() {
            guard let sign = part.firstIndex(of: "="), let day = Day(String(part[part.index(after: sign)...])) else {
                continue
            }
            return day
        }
        return nil
    }
}

/// Finds the history of the usage table.
struct WantedHistory {
    let history: UsageHistory
    let column: String
    let today: Day
    /// Whether rows can be left out, and not only folders.
    let leavesOutRows: Bool

    /// Removes the files of folders that are too old, or returns which rows are needed.
    ///
    /// - Throws: `SourceProblem` if the source can be shortened in neither way.
    func apply(to files: inout SourceFiles, of location: String, connection: Connection) throws -> ParquetHistory? {
        if let kept = history.keep(files.files) {
            files = try SourceFiles(kept, of: location)
            return nil
        }
        guard leavesOutRows, files.format == .parquet else { throw UsageHistory.problem(location) }
        return try ParquetHistory(history, of: files.files, column: column, today: today, connection: connection)
    }
}
