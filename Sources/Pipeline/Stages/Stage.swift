internal import Base
internal import Foundation

/// A step of the job, from the artifacts of earlier steps to its own.
///
/// A stage does its work and nothing else. `Pipeline.run(_:in:)` owns the clock, the work folder, the manifest's entry and
/// what is already done.
protocol Stage {
    /// What the run goes on with.
    associatedtype Value

    static var name: StageName { get }

    /// Does the work and keeps what it made in the run.
    ///
    /// - Parameters:
    ///   - session: the run.
    ///   - work: an empty folder for files that are not finished. It is removed when the stage ends.
    func run(in session: RunSession, work: String) throws -> (value: Value, rows: RowCounts)
}

/// What a stage read and what it made, for the manifest.
struct RowCounts {
    let rowsIn: Int
    let rowsOut: Int
}

extension Pipeline {
    /// Runs a stage and enters it into the manifest.
    ///
    /// A stage that throws leaves no work folder and no entry, so that a resumed run does it again.
    @discardableResult
    func run<S: Stage>(_ stage: S, in session: RunSession) throws -> S.Value {
        let clock = StageClock()
        func work() -> String { session.folder.file("\(S.name.rawValue).partial") }
        try? FileManager.default.removeItem(atPath: work())
        try FileManager.default.createDirectory(atPath: work(), withIntermediateDirectories: true)
        // The folder of the run gets its name during the first stage.
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

    /// Runs a stage that the run has not finished yet.
    ///
    /// - Returns: nil where it had.
    @discardableResult
    func runOnce<S: Stage>(_ stage: @autoclosure () throws -> S, in session: RunSession) throws -> S.Value? {
        session.folder.hasFinished(S.name) ? nil : try run(stage(), in: session)
    }
}

/// Time and memory of a stage, from its beginning.
private struct StageClock {
    private let start = ContinuousClock.now

    init() { PeakMemory.reset() }

    var seconds: Double {
        let elapsed = start.duration(to: .now).components
        return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
    }
}
