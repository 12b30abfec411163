import ChatCompletion
import Foundation
import Synchronization

/// A clock that moves only when someone sleeps on it, and at once.
final class ManualTime: Timekeeper {
    private let state = Mutex<(now: Duration, sleeps: [Duration])>((.zero, []))

    /// All sleeps, in order.
    var sleeps: [Duration] { state.withLock { $0.sleeps } }

    func now() -> Duration { state.withLock { $0.now } }
    func date() -> Date { Date(timeIntervalSince1970: 1_587_945_600) }  // Mon, 27 Apr 2020 00:00:00 GMT
    func sleep(for duration: Duration) async throws {
        try Task.checkCancellation()
        state.withLock {
            $0.now += duration
            $0.sleeps.append(duration)
        }
    }
}
