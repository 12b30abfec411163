/// A calendar day of the proleptic Gregorian calendar, without time or time zone.
///
/// It is stored as days since 1970-01-01, like dates in Arrow (`date32`), DuckDB and Parquet.
package struct Day: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01. Negative before it.
    package var daysSinceEpoch: Int32

    package init(daysSinceEpoch: Int32) {
        self.daysSinceEpoch = daysSinceEpoch
    }

    /// Makes the day of a date in the Gregorian calendar.
    ///
    /// Howard Hinnant, "chrono-compatible low-level date algorithms", `days_from_civil`.
    package init(year: Int, month: Int, day: Int) {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        self.init(daysSinceEpoch: Int32(era * 146_097 + dayOfEra - 719_468))
    }

    /// Year, month (1–12) and day of the month (1–31).
    ///
    /// Howard Hinnant, "chrono-compatible low-level date algorithms", `civil_from_days`.
    package var civil: (year: Int, month: Int, day: Int) {
        let shifted = Int(daysSinceEpoch) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// The weekday; 1970-01-01 was a Thursday.
    package var weekday: Weekday {
        let index = (Int(daysSinceEpoch) + 3) % 7
        return Weekday.allCases[index < 0 ? index + 7 : index]
    }

    /// Returns the latest day with this weekday that is not after this day.
    package func onOrBefore(_ weekday: Weekday) -> Day {
        self - (self.weekday.index - weekday.index + 7) % 7
    }

    /// Returns the earliest day with this weekday that is not before this day.
    package func onOrAfter(_ weekday: Weekday) -> Day {
        self + (weekday.index - self.weekday.index + 7) % 7
    }

    package static func < (left: Day, right: Day) -> Bool { left.daysSinceEpoch < right.daysSinceEpoch }
    package static func + (day: Day, days: Int) -> Day { Day(daysSinceEpoch: day.daysSinceEpoch + Int32(days)) }
    package static func - (day: Day, days: Int) -> Day { day + -days }

    /// Returns the number of days from `right` to `left`.
    package static func - (left: Day, right: Day) -> Int { Int(left.daysSinceEpoch) - Int(right.daysSinceEpoch) }
}

extension Day: LosslessStringConvertible, Codable {
    /// Parses `YYYY-MM-DD`. Returns nil for anything else, and for days that do not exist, such as 2020-02-30.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0].count == 4, parts[1].count == 2, parts[2].count == 2,
            parts.allSatisfy({ $0.allSatisfy { $0.isASCII && $0.isNumber } }),
            let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
            (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        self.init(year: year, month: month, day: day)
        guard civil == (year, month, day) else { return nil }
    }

    /// The day as `YYYY-MM-DD`.
    package var description: String {
        let (year, month, day) = civil
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let day = Day(text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: decoder.codingPath, debugDescription: "'\(text)' is not a day as YYYY-MM-DD."))
        }
        self = day
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// A day of the week, Monday first (ISO 8601).
package enum Weekday: String, CaseIterable, Codable, Sendable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// 0 for Monday … 6 for Sunday.
    package var index: Int { Weekday.allCases.firstIndex(of: self)! }
}

extension Weekday {
    /// The name within a sentence: "Sunday".
    package var name: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }

    /// The plural: "Sundays".
    package var plural: String { name + "s" }
}

extension Day {
    /// The day with its weekday: "Sunday 2026-06-28".
    package var withWeekday: String { "\(weekday.name) \(self)" }
}
