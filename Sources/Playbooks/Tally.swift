internal import Base
internal import ChatCompletion
internal import Synchronization

/// Counts the results for the prospects, for the progress bar and the report.
final class Tally: Sendable {
    struct Counts {
        var done = 0
        var retried = 0
        var rejected = 0
        var cached = 0
        var stopped: String?
    }

    private let total: Int
    private let client: ChatClient
    private let progress: any ProgressReporter
    private let state = Mutex(Counts())

    init(total: Int, client: ChatClient, progress: any ProgressReporter) {
        self.total = total
        self.client = client
        self.progress = progress
    }

    var counts: Counts { state.withLock { $0 } }

    func done() { change { $0.done += 1 } }
    func retry() { change { $0.retried += 1 } }
    func cached() { change { $0.cached += 1 } }

    /// Counts a prospect that is left to the rules.
    ///
    /// - Parameters:
    ///   - rejected: Whether the model's answer was the reason.
    ///   - wasDone: Whether the prospect had counted as done before.
    func left(_ reason: String, rejected: Bool, wasDone: Bool = false) {
        change {
            if !wasDone { $0.done += 1 }
            if rejected { $0.rejected += 1 }
        }
    }

    /// Records, the first time, why calls end before the list does.
    func stop(_ reason: String) { change { if $0.stopped == nil { $0.stopped = reason } } }

    private func change(_ body: (inout Counts) -> Void) {
        let counts = state.withLock { state in
            body(&state)
            return state
        }
        let money = SignalThresholds.number(client.spent.money * 100) + " cents"
        progress.advance(
            to: min(counts.done, total),
            detail: "\(counts.retried) retried, \(counts.rejected) rejected, \(money)")
    }
}
