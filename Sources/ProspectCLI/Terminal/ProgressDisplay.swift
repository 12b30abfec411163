internal import Base
internal import Foundation
internal import Logging
internal import Synchronization

/// Shows progress on a terminal: one line per step, redrawn as a bar while the step is running.
final class ProgressBars: ProgressReporter {
    private struct Step {
        var name = ""
        var total: Int?
        var completed = 0
        var unit = ""
        var detail = ""
        var start = ContinuousClock.now
        var drawn = ContinuousClock.now
    }

    private let step = Mutex(Step())

    func begin(_ name: String, total: Int?, unit: String) {
        step.withLock { step in
            step = Step(name: name, total: total, unit: unit)
            draw(step, completed: 0)
        }
    }

    func advance(to completed: Int) { advance(to: completed, detail: "") }

    func advance(to completed: Int, detail: String) {
        step.withLock { step in
            step.completed = completed
            step.detail = detail
            guard ContinuousClock.now - step.drawn > .milliseconds(80) else { return }
            step.drawn = .now
            draw(step, completed: completed)
        }
    }

    func note(_ text: String) {
        step.withLock { step in
            Terminal.printPlainError("\r\u{1B}[K" + clipped("  " + text))
            draw(step, completed: step.completed)
        }
    }

    func end(_ summary: String) {
        step.withLock { step in
            let time = Text.seconds(seconds(since: step.start))
            Terminal.printPlainError("\r\u{1B}[K" + clipped("\(step.name): \(summary) (\(time))"))
        }
    }

    private func draw(_ step: Step, completed: Int) {
        var line = step.name
        if let total = step.total, total > 0 {
            let filled = min(20, 20 * completed / total)
            let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
            line += " [\(bar)] \(Text.count(completed))/\(Text.count(total)) \(step.unit)"
            if !step.detail.isEmpty { line += ", \(step.detail)" }
        } else {
            line += " …"
        }
        FileHandle.standardError.write(Data(("\r\u{1B}[K" + clipped(line)).utf8))
    }

    private func clipped(_ line: String) -> String { String(line.prefix(Terminal.width - 1)) }
}

/// Shows progress without a terminal: one plain line at the end of a step.
final class ProgressLines: ProgressReporter {
    private let step = Mutex<(name: String, start: ContinuousClock.Instant)>((name: "", start: .now))

    func begin(_ name: String, total: Int?, unit: String) { step.withLock { $0 = (name, .now) } }

    func advance(to completed: Int) {}

    func note(_ text: String) { Terminal.printPlainError("  " + text) }

    func end(_ summary: String) {
        step.withLock { step in
            Terminal.printPlainError("\(step.name): \(summary) (\(Text.seconds(seconds(since: step.start))))")
        }
    }
}

/// Reports progress as log events, for `--log-format json`.
final class ProgressEvents: ProgressReporter {
    private let logger: Logger
    private let step = Mutex<(name: String, start: ContinuousClock.Instant)>((name: "", start: .now))

    init(logger: Logger) { self.logger = logger }

    func begin(_ name: String, total: Int?, unit: String) { step.withLock { $0 = (name, .now) } }

    func advance(to completed: Int) {}

    func note(_ text: String) {
        logger.info("step goes on", metadata: ["step": "\(step.withLock { $0.name })", "note": "\(text)"])
    }

    func end(_ summary: String) {
        let (name, start) = step.withLock { $0 }
        logger.info(
            "step finished",
            metadata: [
                "step": "\(name)", "summary": "\(summary)", "seconds": "\(Text.decimal(seconds(since: start), 3))",
            ])
    }
}

private func seconds(since start: ContinuousClock.Instant) -> Double {
    let elapsed = start.duration(to: .now).components
    return Double(elapsed.seconds) + Double(elapsed.attoseconds) * 1e-18
}
