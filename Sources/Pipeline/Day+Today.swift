package import Base
internal import Foundation

extension Day {
    /// Returns the calendar day in a company's time zone; the machine's has no part in it.
    ///
    /// - Parameter timeZone: An IANA name; UTC where it is not known, which the checks refuse.
    package static func today(in timeZone: String) -> Day {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: timeZone) ?? .gmt
        let parts = calendar.dateComponents([.year, .month, .day], from: Date())
        return Day(year: parts.year!, month: parts.month!, day: parts.day!)
    }
}
