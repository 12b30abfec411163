internal import Base
public import Foundation
internal import Pipeline
internal import Ranking
internal import Sources

/// A run of the weekly job: its state, its folder and its lists.
///
/// ```swift
/// for run in Run.all(in: "prospect-output") where run.state == .finished {
///     print(run.id, run.asOf!, try run.list().count)
/// }
/// ```
public struct Run: Sendable, Identifiable {
    /// The state of a run.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// Under way, in this process or another.
        case running
        /// Finished.
        case finished
        /// Ended with an error or a failed audit.
        case failed
        /// The process ended without recording a result.
        case died
    }

    private let past: PastRun

    init(_ past: PastRun) { self.past = past }

    /// Opens the folder of a run.
    ///
    /// - Parameter folder: A folder under `runs` in the output folder.
    /// - Throws: ``ProspectError`` if the folder is not a run's folder.
    public init(folder: String) throws(ProspectError) {
        past = try translatingErrors { try PastRun(folder: folder) }
    }

    /// Returns the runs in an output folder, oldest first. Folders that cannot be read as runs are left out.
    public static func all(in outputFolder: String) -> [Run] { PastRun.all(in: outputFolder).map(Run.init) }

    /// Returns the latest finished run that has a list, or nil if there is none.
    public static func latest(in outputFolder: String) -> Run? {
        all(in: outputFolder).last { $0.state == .finished && $0.stages.contains(.rank) }
    }

    /// The name of the run's folder: its Sunday and six hexadecimal digits.
    public var id: String { past.manifest.id }

    /// The run's folder. `Documentation/Files.md` describes its files.
    public var folder: String { past.folder }

    /// The state of the run at the time when its folder was opened.
    public var state: State { State(rawValue: past.manifest.state.rawValue)! }

    /// Why the run failed, in full sentences, or nil if it did not fail.
    public var failure: String? { past.manifest.failure }

    /// The day of the run's list, or nil if the run ended before it was known.
    public var asOf: Day? { past.manifest.asOf.map(Day.init) }

    /// The last day that the run's usage covers, or nil if the run ended before it was known.
    public var usageThrough: Day? { (past.manifest.clocks?.usageThrough).map(Day.init) }

    /// The last day for which the run knew close dates, or nil if the run ended before it was known.
    public var outcomesThrough: Day? { (past.manifest.clocks?.outcomesThrough).map(Day.init) }

    /// When the run began.
    public var started: Date { past.manifest.started }

    /// When the run ended, or nil if it is under way or its process died.
    public var finished: Date? { past.manifest.finished }

    /// The finished stages, in order.
    public var stages: [Stage] { past.manifest.stages.compactMap { Stage(rawValue: $0.name.rawValue) } }

    /// Returns the list that people work. The setting `ranking.primary` chooses its model.
    ///
    /// - Throws: ``ProspectError`` if the run has no list, or one of its files is missing or has changed.
    public func list() throws(ProspectError) -> RankedList {
        try translatingErrors { RankedList(try past.list(), of: past) }
    }

    /// Returns the lists of all models.
    ///
    /// - Throws: ``ProspectError`` if the run has no list, or one of its files is missing or has changed.
    public func lists() throws(ProspectError) -> [RankedList] {
        try translatingErrors { try past.lists().map { RankedList($0, of: past) } }
    }
}
