internal import Base
internal import Foundation

/// A moment in the form of Optuna's journal: ISO 8601 with microseconds, in UTC.
package struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    package let microseconds: Int64

    /// Returns the current time of the wall clock.
    package static func now() -> Timestamp {
        Timestamp(microseconds: Int64((Date().timeIntervalSince1970 * 1e6).rounded()))
    }

    package static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }
}

extension Timestamp: LosslessStringConvertible {
    private static let microsecondsPerDay: Int64 = 86_400_000_000

    /// Parses `YYYY-MM-DDTHH:MM:SS[.ffffff][±HH:MM]`. Returns nil for anything else. Without an offset, the time is
    /// UTC.
    package init?(_ text: String) {
        guard text.count >= 19, let day = Day(String(text.prefix(10))) else { return nil }
        let clock = Array(text.dropFirst(11).prefix(8).split(separator: ":")).compactMap { Int64($0) }
        guard clock.count == 3 else { return nil }
        var rest = text.dropFirst(19)
        var fraction: Int64 = 0
        if rest.first == "." {
            let digits = rest.dropFirst().prefix { $0.isNumber }
            guard let value = Int64(digits.prefix(6).padding(toLength: 6, withPad: "0", startingAt: 0)) else {
                return nil
            }
            fraction = value
            rest = rest.dropFirst(1 + digits.count)
        }
        var offset: Int64 = 0
        if rest != "Z", let sign = rest.first {
            let parts = rest.dropFirst().split(separator: ":").compactMap { Int64($0) }
            guard sign == "+" || sign == "-", parts.count == 2 else { return nil }
            offset = (sign == "+" ? 1 : -1) * (parts[0] * 3_600 + parts[1] * 60)
        }
        let seconds = clock[0] * 3_600 + clock[1] * 60 + clock[2] - offset
        microseconds = Int64(day.daysSinceEpoch) * Self.microsecondsPerDay + seconds * 1_000_000 + fraction
    }

    /// The moment as text, such as `2026-11-23T06:59:21.059403+00:00`.
    package var description: String {
        var (days, rest) = microseconds.quotientAndRemainder(dividingBy: Self.microsecondsPerDay)
        if rest < 0 { (days, rest) = (days - 1, rest + Self.microsecondsPerDay) }
        let seconds = rest / 1_000_000
        func padded(_ number: Int64, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: width - digits.count) + digits
        }
        let clock = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }.joined(separator: ":")
        return "\(Day(daysSinceEpoch: Int32(days)))T\(clock).\(padded(rest % 1_000_000, 6))+00:00"
    }
}
