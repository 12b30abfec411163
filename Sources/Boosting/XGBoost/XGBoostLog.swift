internal import CXGBoost
internal import Foundation
internal import Synchronization

/// Where XGBoost's own messages go: to one handler of the process, or nowhere. Never to standard output.
package enum XGBoostLog {
    package typealias Handler = @Sendable (String) -> Void

    private static let handler = Mutex<Handler?>(nil)

    /// Sets the handler, which is called from whichever thread XGBoost runs on; nil drops the messages.
    package static func setHandler(_ new: Handler?) {
        handler.withLock { $0 = new }
    }

    /// Routes the messages of the calling thread here. XGBoost keeps its callback for each thread.
    static func attach() {
        // It fails for no reason that a caller could do something about, and messages are no results.
        _ = XGBRegisterLogCallback { text in
            guard let text, let handler = XGBoostLog.handler.withLock({ $0 }) else { return }
            handler(String(cString: text).trimmingCharacters(in: .whitespacesAndNewlines))
        }
    }
}
