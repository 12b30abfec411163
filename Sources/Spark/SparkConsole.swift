internal import Base
internal import Foundation
internal import Synchronization

/// Reads Spark's output. Progress goes to the reporter, everything else to a log file.
final class SparkConsole: Sendable {
    private struct State {
        /// The lines that may contain the reason of a failure. Spark's log can be long.
        var lines: [String] = []
        var dropped = 0
    }

    private let state = Mutex(State())
    private let log: FileHandle
    private let progress: any ProgressReporter
    private static let kept = 4_000

    /// Makes a console.
    ///
    /// - Parameter log: The file, which must exist.
    init(log: FileHandle, progress: any ProgressReporter) {
        self.log = log
        self.progress = progress
    }

    /// Reads a line, or a stretch that ends with a carriage return, which is how Spark prints progress.
    func read(_ line: String) {
        if let stage = SparkStageProgress(line) {
            progress.advance(to: stage.completed, detail: stage.detail)
            return
        }
        guard !line.allSatisfy(\.isWhitespace) else { return }
        try? log.write(contentsOf: Data((line + "\n").utf8))
        state.withLock { state in
            state.lines.append(line)
            if state.lines.count > Self.kept { state.lines.removeFirst(Self.kept / 2) }
        }
    }

    /// The reason why the job failed.
    var failure: SparkFailure { SparkFailure(log: state.withLock { $0.lines }) }
}

/// Spark's progress bar: `[Stage 3:=====>      (12 + 4) / 200]`, or several side by side if stages run at once.
struct SparkStageProgress: Equatable {
    let stage: Int
    let completed: Int
    let running: Int
    let total: Int

    init?(_ line: String) {
        guard line.contains("[Stage "),
            let match = line.matches(of: #/\[Stage (\d+):[=>\s]*\((\d+) \+ (\d+)\) / (\d+)\]/#).last?.output,
            let stage = Int(match.1), let completed = Int(match.2), let running = Int(match.3),
            let total = Int(match.4)
        else { return nil }
        (self.stage, self.completed, self.running, self.total) = (stage, completed, running, total)
    }

    var detail: String { "stage \(stage): \(completed) of \(total) tasks, \(running) running" }
}
