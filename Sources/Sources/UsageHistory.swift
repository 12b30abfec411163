internal import Foundation
package import ProspectCore

/// The weeks of usage that a run needs of a source in dated folders, such as `usage/week=2020-07-20/part-0.parquet`.
package struct UsageHistory: Equatable {
    let weeks: Int
    /// The Sunday that was asked for; nil: the history ends with the latest folder.
    let asOf: Day?

    package init(weeks: Int, asOf: Day?) {
        self.weeks = weeks
        self.asOf = asOf
    }

    /// Leaves out the files of folders that are too old.
    ///
    /// Folders are weeks or days that begin with their date. A folder is needed where its date lies within the weeks that
    /// end with the last one.
    ///
    /// - Throws: `SourceProblem` where the files are in no dated folders.
    func keep(_ files: SourceFiles, of location: String) throws -> SourceFiles {
        guard let kept = keep(files.files) else {
            throw SourceProblem(
                check: "no-dated-folders",
                message: "sources.usage_history is set, but the files of '\(location)' are not in folders with a date, "
                    + "such as week=2020-07-20.")
        }
        return try SourceFiles(kept, of: location)
    }

    /// The files that are needed; nil where one of them is in no dated folder.
    package func keep(_ files: [String]) -> [String]? {
        let dates = files.map(Self.date)
        guard let latest = dates.compactMap(\.self).max(), !dates.contains(nil) else { return nil }
        let end = min(asOf ?? latest, latest)
        return zip(files, dates).filter { $0.1! > end - 7 * weeks }.map(\.0)
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
