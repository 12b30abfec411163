internal import Base
internal import Foundation

/// A step of the job, from the artifacts of earlier steps to its own.
///
/// A stage does only its work. `Pipeline.run(_:in:)` handles the clock, the work folder, the manifest's entry, and
/// steps that are already done.
protocol Stage {
    /// The value that the run continues with.
    associatedtype Value

    static var name: StageName { get }

    /// Does the work and keeps the results in the run.
    ///
    /// - Parameters:
    ///   - session: The run.
    ///   - work: An empty folder for unfinished files. It is removed when the stage ends.
    func run(in session: RunSession, work: String) throws -> (value: Value, rows: RowCounts)
}

/// The numbers of rows that a stage read and made, for the manifest.
struct RowCounts {
    let rowsIn: Int
    let rowsOut: Int
}

extension Pipeline {
    /// Runs a stage and records it in the manifest.
    ///
    /// A stage that throws leaves neither a work folder nor an entry, so a resumed run repeats it.
    @discardableResult
    func run<S: Stage>(_ stage: S, in session: RunSession) throws -> S.Value {
        let clock = StageClock()
        func work() -> String { session.folder.file("\(S.name.rawValue).partial") }
        try? FileManager.default.removeItem(atPath: work())
        try FileManager.default.createDirectory(atPath: work(), withIntermediateDirectories: true)
        // The run's folder gets its name during the first stage.
        defer { try? FileManager.default.removeItem(atPath: work()) }
        let (value, rows) = try stage.run(in: session, work: work())
        try session.folder.update {
            // A stage that is repeated within its run counts with its last time.
            $0.stages.removeAll { $0.name == S.name }
            $0.stages.append(
                .init(
                    name: S.name, seconds: clock.seconds, peakMemory: PeakMemory.bytes(), rowsIn: rows.rowsIn,
                    rowsOut: rows.rowsOut))
        }
        return value
    }

    /// Runs a stage unless the run has already finished it.
    ///
    /// - Returns: The stage's value, or nil if the run had finished it.
    @discardableResult
    func runOnce<S: Stage>(_ stage: @autoclosure () throws -> S, in session: RunSession) throws -> S.Value? {
        session.folder.hasFinished(S.name) ? nil : try run(stage(), in: session)
    }
}

/// Measures the time and memory of a stage from its beginning.
private struct StageClock {
    private let start = ContinuousClock.now

    init() { PeakMemory.reset() }

    var seconds: Double {
        let elapsed = start.duration(to: .now).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }
}
