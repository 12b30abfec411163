package import Base
internal import Foundation

extension Day {
    /// Returns the calendar day in a company's time zone. The machine's time zone does not matter.
    ///
    /// - Parameter timeZone: An IANA name. An unknown name counts as UTC, but the checks reject it.
    package static func today(in timeZone: String) -> Day {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: timeZone) ?? .gmt
        let parts = calendar.dateComponents([.year, .month, .day], from: Date())
        return Day(year: parts.year!, month: parts.month!, day: parts.day!)
    }
}
