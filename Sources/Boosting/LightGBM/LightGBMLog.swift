internal import CLightGBM
internal import Foundation
internal import Synchronization

/// The destination of LightGBM's own messages: one handler of the process, or nothing. Never standard output.
///
/// The message of a failing call is an exception: the library also writes it to standard error, whatever the settings.
package enum LightGBMLog {
    package enum Level: String, Sendable {
        case debug = "Debug"
        case info = "Info"
        case warning = "Warning"
    }

    package typealias Handler = @Sendable (Level, String) -> Void

    private static let handler = Mutex<Handler?>(nil)

    /// Sets the handler, which is called on whichever thread LightGBM runs. nil drops the messages.
    package static func setHandler(_ new: Handler?) {
        handler.withLock { $0 = new }
    }

    /// Routes the messages of the calling thread here. LightGBM keeps its callback per thread.
    static func attach() {
        LGBM_RegisterLogCallback { text in
            guard let text else { return }
            LightGBMLog.receive(String(cString: text))
        }
    }

    private static let pendingKey = "prospect.lightgbm.line"

    /// Receives a piece of a line (prefix, message and line end arrive one by one) and passes on whole lines.
    private static func receive(_ piece: String) {
        let thread = Thread.current.threadDictionary
        var pending = (thread[pendingKey] as? String ?? "") + piece
        while let end = pending.firstIndex(of: "\n") {
            emit(String(pending[..<end]))
            pending = String(pending[pending.index(after: end)...])
        }
        thread[pendingKey] = pending.isEmpty ? nil : pending
    }

    private static func emit(_ line: String) {
        guard let handler = handler.withLock({ $0 }) else { return }
        guard let match = line.wholeMatch(of: /\[LightGBM\] \[(?<level>\w+)\] ?(?<text>.*)/) else {
            if !line.isEmpty { handler(.info, line) }
            return
        }
        handler(Level(rawValue: String(match.level)) ?? .info, String(match.text))
    }
}
