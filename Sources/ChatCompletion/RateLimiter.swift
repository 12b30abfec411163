internal import Synchronization

/// Two token buckets, for requests and for tokens per minute, and a pause that a server has asked for.
final class RateLimiter: Sendable {
    private struct State {
        var requests: Double
        var tokens: Double
        var filled: Duration
        var pausedUntil: Duration
    }

    private let requestsPerMinute: Double
    private let tokensPerMinute: Double
    private let time: any Timekeeper
    private let state: Mutex<State>

    init(requestsPerMinute: Int, tokensPerMinute: Int, time: any Timekeeper) {
        self.requestsPerMinute = Double(requestsPerMinute)
        self.tokensPerMinute = Double(tokensPerMinute)
        self.time = time
        state = Mutex(
            State(
                requests: Double(requestsPerMinute), tokens: Double(tokensPerMinute), filled: time.now(),
                pausedUntil: .zero))
    }

    /// Waits until a request with this number of tokens may be sent.
    ///
    /// - Throws: `CancellationError`.
    func acquire(tokens: Int) async throws {
        // A request that is larger than the bucket is sent when the bucket is full.
        let tokens = min(Double(tokens), tokensPerMinute)
        while let wait = take(tokens) { try await time.sleep(for: wait) }
        try Task.checkCancellation()
    }

    /// Returns unused tokens to the bucket, or takes tokens that were used beyond the estimate.
    func correct(estimated: Int, used: Int) {
        state.withLock { $0.tokens = min(tokensPerMinute, $0.tokens + Double(estimated - used)) }
    }

    /// Stops all requests for a while.
    func pause(for duration: Duration) {
        let until = time.now() + duration
        state.withLock { $0.pausedUntil = max($0.pausedUntil, until) }
    }

    /// Takes from both buckets. If they do not hold enough, it takes nothing and returns how long to wait.
    private func take(_ tokens: Double) -> Duration? {
        let now = time.now()
        return state.withLock { state in
            let minutes = max(0, (now - state.filled).inSeconds) / 60
            state.requests = min(requestsPerMinute, state.requests + minutes * requestsPerMinute)
            state.tokens = min(tokensPerMinute, state.tokens + minutes * tokensPerMinute)
            state.filled = now
            if state.pausedUntil > now { return state.pausedUntil - now }
            let missing = max((1 - state.requests) / requestsPerMinute, (tokens - state.tokens) / tokensPerMinute)
            // A wait below a thousandth of a second is not worthwhile, and rounding could make it endless.
            if missing * 60 > 0.001 { return .seconds(missing * 60) }
            state.requests -= 1
            state.tokens -= tokens
            return nil
        }
    }
}
