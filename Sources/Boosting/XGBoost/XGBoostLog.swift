internal import CXGBoost
internal import Foundation
internal import Synchronization

/// The destination of XGBoost's own messages: one handler of the process, or nothing. Never standard output.
package enum XGBoostLog {
    package typealias Handler = @Sendable (String) -> Void

    private static let handler = Mutex<Handler?>(nil)

    /// Sets the handler, which is called on whichever thread XGBoost runs. nil drops the messages.
    package static func setHandler(_ new: Handler?) {
        handler.withLock { $0 = new }
    }

    /// Routes the messages of the calling thread here. XGBoost keeps its callback per thread.
    static func attach() {
        // A caller could not do anything about a failure here, and messages are not results.
        _ = XGBRegisterLogCallback { text in
            guard let text, let handler = XGBoostLog.handler.withLock({ $0 }) else { return }
            handler(String(cString: text).trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }
}
