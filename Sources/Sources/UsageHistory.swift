package import Base
internal import DuckDB
internal import Foundation

/// The weeks of usage that a run needs of a source in dated folders, such as `usage/week=2020-07-20/part-0.parquet`, or in
/// Parquet files.
package struct UsageHistory: Equatable {
    let weeks: Int
    /// The Sunday that was asked for; nil: the history ends with the latest folder or row.
    let asOf: Day?

    package init(weeks: Int, asOf: Day?) {
        self.weeks = weeks
        self.asOf = asOf
    }

    /// The source can be shortened neither by its folders nor by its rows.
    static func problem(_ location: String) -> SourceProblem {
        SourceProblem(
            check: "no-dated-folders",
            message:
                "sources.usage_history is set, but the files of '\(location)' are not in folders with a date, such as "
                + "week=2020-07-20, nor Parquet that is read without Spark.")
    }

    /// The first day that is needed of data that ends on a day.
    func first(endingBy latest: Day) -> Day { min(asOf ?? latest, latest) - 7 * weeks + 1 }

    /// The files that are needed; nil where one of them is in no dated folder.
    ///
    /// Folders are weeks or days that begin with their date. A folder is needed where its date lies within the weeks that
    /// end with the last one.
    package func keep(_ files: [String]) -> [String]? {
        let dates = files.map(Self.date)
        guard let latest = dates.compactMap(\.self).max(), !dates.contains(nil) else { return nil }
        let first = first(endingBy: latest)
        return zip(files, dates).filter { $0.1! >= first }.map(\.0)
    }

    /// The date of the folder that a file is in: the last part of the path that reads `key=YYYY-MM-DD`.
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

/// How the history of the usage table is found.
struct WantedHistory {
    let history: UsageHistory
    let column: String
    let today: Day
    /// Whether rows can be left out, and not only folders.
    let leavesOutRows: Bool

    /// Leaves out the files of folders that are too old, or says which rows are needed.
    ///
    /// - Throws: `SourceProblem` where the source can be shortened in neither way.
    func apply(to files: inout SourceFiles, of location: String, connection: Connection) throws -> ParquetHistory? {
        if let kept = history.keep(files.files) {
            files = try SourceFiles(kept, of: location)
            return nil
        }
        guard leavesOutRows, files.format == .parquet else { throw UsageHistory.problem(location) }
        return try ParquetHistory(history, of: files.files, column: column, today: today, connection: connection)
    }
}
