internal import Base
public import Foundation
internal import Pipeline
internal import Ranking
internal import Sources

/// A run of the weekly job: what it made, and where it is.
///
/// ```swift
/// for run in Run.all(in: "prospect-output") where run.state == .finished {
///     print(run.id, run.asOf!, try run.list().count)
/// }
/// ```
public struct Run: Sendable, Identifiable {
    /// What became of a run.
    public enum State: String, Codable, Sendable, CaseIterable {
        /// Under way, in this process or in another.
        case running
        /// Came to its end.
        case finished
        /// Ended with an error, or with an audit that failed.
        case failed
        /// The process ended without recording a result.
        case died
    }

    private let past: PastRun

    init(_ past: PastRun) { self.past = past }

    /// Opens the folder of a run.
    ///
    /// - Parameter folder: A folder under `runs` in the output folder.
    /// - Throws: ``ProspectError`` where the folder is not one of a run.
    public init(folder: String) throws(ProspectError) {
        past = try translatingErrors { try PastRun(folder: folder) }
    }

    /// Returns the runs of an output folder, the oldest first. A folder that cannot be read as a run is left out.
    public static func all(in outputFolder: String) -> [Run] { PastRun.all(in: outputFolder).map(Run.init) }

    /// Returns the latest finished run that has a list, or nil.
    public static func latest(in outputFolder: String) -> Run? {
        all(in: outputFolder).last { $0.state == .finished && $0.stages.contains(.rank) }
    }

    /// The name of the run's folder: its Sunday and six hexadecimal digits.
    public var id: String { past.manifest.id }

    /// The run's folder. `Documentation/Files.md` describes its files.
    public var folder: String { past.folder }

    /// What became of the run, as its folder had it when it was opened.
    public var state: State { State(rawValue: past.manifest.state.rawValue)! }

    /// What ended a failed run, in full sentences.
    public var failure: String? { past.manifest.failure }

    /// The day of the run's list; nil where the run ended before it was known.
    public var asOf: Day? { past.manifest.asOf.map(Day.init) }

    /// The last day that the run's usage covers; nil where the run ended before it was known.
    public var usageThrough: Day? { (past.manifest.clocks?.usageThrough).map(Day.init) }

    /// The last day for which the run knew close dates; nil where the run ended before it was known.
    public var outcomesThrough: Day? { (past.manifest.clocks?.outcomesThrough).map(Day.init) }

    /// When the run began.
    public var started: Date { past.manifest.started }

    /// When the run ended; nil while it is under way, and where its process died.
    public var finished: Date? { past.manifest.finished }

    /// The stages that have finished, in their order.
    public var stages: [Stage] { past.manifest.stages.compactMap { Stage(rawValue: $0.name.rawValue) } }

    /// Returns the list that people work: that of the model that `ranking.primary` chooses.
    ///
    /// - Throws: ``ProspectError`` where the run has no list, or a file of it is missing or changed.
    public func list() throws(ProspectError) -> RankedList {
        try translatingErrors { RankedList(try past.list(), of: past) }
    }

    /// Returns the lists of all models.
    ///
    /// - Throws: ``ProspectError`` where the run has no list, or a file of it is missing or changed.
    public func lists() throws(ProspectError) -> [RankedList] {
        try translatingErrors { try past.lists().map { RankedList($0, of: past) } }
    }
}
