internal import Foundation

/// Decides when to try again, and after how long.
struct RetryPolicy: Sendable {
    let first: Duration
    let longest: Duration

    /// Whether the same request may succeed after this status.
    static func isWorthRetrying(_ status: Int) -> Bool { [408, 409, 429].contains(status) || status >= 500 }

    /// Returns a pause that doubles with each attempt. Its upper half is random, so that requests that failed together
    /// do not return together.
    ///
    /// - Parameters:
    ///   - attempt: 1 after the first attempt.
    ///   - draw: A uniform number in [0, 1).
    func pause(after attempt: Int, draw: Double) -> Duration {
        let whole = min(first.inSeconds * Double(1 << min(attempt - 1, 20)), longest.inSeconds)
        return .seconds(whole * (0.5 + 0.5 * draw))
    }

    /// Returns the wait that a `Retry-After` header asks for, in seconds or as a date, or nil if it is neither.
    static func wait(_ header: String?, now: Date) -> Duration? {
        guard let text = header?.trimmingCharacters(in: .whitespaces), !text.isEmpty else { return nil }
        if let seconds = Double(text) { return seconds.isFinite && seconds >= 0 ? .seconds(min(seconds, 1e6)) : nil }
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        for format in ["EEE, dd MMM yyyy HH:mm:ss zzz", "EEEE, dd-MMM-yy HH:mm:ss zzz", "EEE MMM d HH:mm:ss yyyy"] {
            formatter.dateFormat = format
            if let date = formatter.date(from: text) { return .seconds(max(0, date.timeIntervalSince(now))) }
        }
        return nil
    }
}
