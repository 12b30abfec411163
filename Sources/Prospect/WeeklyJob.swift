internal import Base
internal import Foundation
public import Logging
internal import Modeling
internal import Pipeline
internal import Settings
internal import Snapshots
internal import Sources

/// The weekly job: it reads the three tables, fits the models and ranks every free portal.
///
/// ```swift
/// let configuration = try Configuration(contentsOfFile: "prospect.yaml")
/// let run = try await WeeklyJob(configuration).run()
/// print(try run.list().count, "portals")
/// ```
///
/// The work runs on threads of its own. If you cancel the task, the work stops at the next safe point. A later
/// `run(resuming:)` continues after the last finished stage.
public struct WeeklyJob: Sendable {
    private let configuration: Configuration
    private let today: Day?
    private let logger: Logger
    private let progress: @Sendable (String) -> Void

    /// Makes a job. Start it with ``check()`` or ``run(through:asOf:quick:resuming:deliveringTo:)``.
    ///
    /// - Parameters:
    ///   - configuration: The company's settings.
    ///   - today: The day on which the job runs. Dates after it count as future. nil: the current day in the company's
    ///     time zone.
    ///   - logger: Receives the events of runs. They contain neither ids nor keys.
    ///   - progress: Called with a sentence at the beginning of each step of a stage, on any thread.
    public init(
        _ configuration: Configuration, today: Day? = nil,
        logger: Logger = Logger(label: "prospect") { _ in SwiftLogNoOpLogHandler() },
        progress: @escaping @Sendable (String) -> Void = { _ in }
    ) {
        self.configuration = configuration
        self.today = today
        self.logger = logger
        self.progress = progress
    }

    /// Reads and checks the tables without starting a run.
    ///
    /// - Returns: The findings about tables that can be read.
    /// - Throws: ``ProspectError`` if a table cannot be read at all.
    public func check() async throws -> CheckReport {
        try await perform { CheckReport(try $0.check()) }
    }

    /// Runs the stages up to a given one and publishes the list in `results/` in the output folder.
    ///
    /// - Parameters:
    ///   - last: The last stage. Default: the whole job.
    ///   - asOf: The day of the list. nil: the latest day that usage covers.
    ///   - quick: Whether to skip backtest and audit. The list then says so.
    ///   - resuming: Whether to continue the latest unfinished run.
    ///   - destinations: The destinations of the published list, served one after the other.
    /// - Returns: The run. If the audit failed, its state is ``Run/State/failed`` and its list is not published.
    /// - Throws: ``ProspectError`` if the tables have errors, or a stage or a destination fails. `CancellationError`
    ///   after a cancellation.
    @discardableResult public func run(
        through last: Stage = .report, asOf: Day? = nil, quick: Bool = false, resuming: Bool = false,
        deliveringTo destinations: [any Destination] = []
    ) async throws -> Run {
        let (run, isPublished) = try await perform { pipeline in
            let outcome = try pipeline.run(
                through: last.name, asOf: asOf?.value, resume: resuming, quick: quick)
            return (Run(PastRun(folder: outcome.folder, manifest: outcome.manifest)), outcome.results != nil)
        }
        guard isPublished else { return run }
        for destination in destinations {
            do {
                try await destination.deliver(run.list(), of: run)
            } catch {
                try Task.checkCancellation()
                throw ProspectError(
                    problem: "The list was published, but not delivered to \(destination.name): \(error)",
                    remedy: nil)
            }
        }
        return run
    }

    /// Runs blocking work on a thread of its own.
    private func perform<Value: Sendable>(_ work: @escaping @Sendable (Pipeline) throws -> Value) async throws -> Value
    {
        let cancellation = Cancellation()
        return try await withTaskCancellationHandler {
            try Task.checkCancellation()
            return try await withCheckedThrowingContinuation { continuation in
                Thread.detachNewThread {
                    continuation.resume(with: Result { try work(pipeline(cancellation)) }.mapError(Self.translated))
                }
            }
        } onCancel: {
            cancellation.cancel()
        }
    }

    private func pipeline(_ cancellation: Cancellation) -> Pipeline {
        let loaded = configuration.loaded
        return Pipeline(
            loaded: loaded, today: today?.value ?? .today(in: loaded.configuration.timeZone),
            progress: Steps(say: progress), cancellation: cancellation, logger: logger,
            key: Credentials.openAIKey(
                environment: ProcessInfo.processInfo.environment, configuration: loaded.file,
                workingFolder: FileManager.default.currentDirectoryPath))
    }

    private static func translated(_ error: any Error) -> any Error {
        let isStopped = (error as? any Base.ProspectError)?.exitCode == .interrupted
        return isStopped ? CancellationError() : ProspectError(error)
    }
}

/// Reports the beginning of each step.
private struct Steps: ProgressReporter {
    let say: @Sendable (String) -> Void

    func begin(_ step: String, total: Int?, unit: String) { say(step) }
    func advance(to completed: Int) {}
    func end(_ summary: String) {}
}
