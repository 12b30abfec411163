internal import Synchronization

/// Ends all calls after several consecutive failures, or at once if no call can succeed.
final class CircuitBreaker: Sendable {
    private let limit: Int
    private let state = Mutex<(failures: Int, reason: String?)>((0, nil))

    init(limit: Int) { self.limit = limit }

    /// The reason why no more calls are made, or nil while they are made.
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
