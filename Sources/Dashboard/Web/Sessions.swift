internal import Foundation
internal import Synchronization

/// The browsers that have signed in. They are kept in memory, as fingerprints of their cookies.
final class Sessions: Sendable {
    private static let most = 1_000

    private let lifetime: Duration
    private let wrongInAMinute: Int
    private let state = Mutex<(ends: [Data: ContinuousClock.Instant], wrong: [ContinuousClock.Instant])>(([:], []))

    init(lifetime: Duration, wrongInAMinute: Int) {
        self.lifetime = lifetime
        self.wrongInAMinute = wrongInAMinute
    }

    /// Begins a session and returns the content of its cookie.
    func begin() -> String {
        let secret = Secrets.random()
        state.withLock { state in
            state.ends = state.ends.filter { $0.value > .now }
            if state.ends.count >= Self.most, let oldest = state.ends.min(by: { $0.value < $1.value }) {
                state.ends[oldest.key] = nil
            }
            state.ends[Secrets.fingerprint(secret)] = .now + lifetime
        }
        return secret
    }

    func isOpen(_ secret: String) -> Bool {
        guard Secrets.isOne(secret) else { return false }
        return state.withLock { $0.ends[Secrets.fingerprint(secret)].map { $0 > .now } ?? false }
    }

    func end(_ secret: String) { state.withLock { $0.ends[Secrets.fingerprint(secret)] = nil } }

    /// Whether a token may be tried. It may not after many wrong ones within a minute.
    var mayTry: Bool {
        state.withLock { state in
            state.wrong.removeAll { $0.duration(to: .now) > .seconds(60) }
            return state.wrong.count < wrongInAMinute
        }
    }

    func noteWrongToken() { state.withLock { $0.wrong.append(.now) } }
}
