internal import Synchronization

/// Ends all calling after several in a row were given up, or at once where no call can succeed.
final class CircuitBreaker: Sendable {
    private let limit: Int
    private let state = Mutex<(failures: Int, reason: String?)>((0, nil))

    init(limit: Int) { self.limit = limit }

    /// Why no more calls are made; nil while they are.
    var reason: String? { state.withLock { $0.reason } }

    func succeeded() { state.withLock { $0.failures = 0 } }

    func gaveUp(_ reason: String) {
        state.withLock { state in
            state.failures += 1
            if state.failures >= limit, state.reason == nil {
                state.reason = "\(state.failures) calls in a row were given up, the last because \(reason)"
            }
        }
    }

    func open(_ reason: String) {
        state.withLock { if $0.reason == nil { $0.reason = reason } }
    }
}
