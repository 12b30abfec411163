internal import Base

/// The meaning of a text as a date, before anything is known about its column.
enum DateText: Equatable {
    /// A day with only one reading: ISO, or with the month's name.
    case certain(Moment, isNamed: Bool)
    /// Two numbers and a year. Either number may be the month.
    case numeric(first: Int32, second: Int32, year: Int32, time: TimeOfDay)
    /// A number: a spreadsheet's serial, an epoch, or not a date at all.
    case number(Double)
    /// A date that only a pattern can read.
    case unaccepted(Unaccepted)
    case none

    /// Recognised forms of dates that are not guessed.
    enum Unaccepted: Int32, CaseIterable {
        case shortYear, weekDate, otherMonthName
    }

    /// A calendar day with the time written after it.
    struct Moment: Equatable {
        var day: Int32
        var time = TimeOfDay()
        /// Whether the day is all digits, as in 20240225, and so could be a number too.
        var isCompact = false
    }

    /// A time of day. `offset` is in seconds if it is an instant.
    struct TimeOfDay: Equatable {
        var seconds: Int64 = 0
        var offset: Int64?
    }
}

extension DateText {
    /// Reads a text. Spaces around it are ignored.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        var scanner = DateScanner(bytes)
        self = scanner.read()
    }

    init(_ text: String) {
        var text = text
        self = text.withUTF8 { DateText($0) }
    }

    /// Returns a calendar day, or nil if there is no such day.
    static func day(_ year: Int32, _ month: Int32, _ day: Int32) -> Int32? {
        guard 1...9999 ~= year, 1...12 ~= month, day >= 1 else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let last = month == 2 ? (isLeap ? 29 : 28) : 30 + (month ^ month >> 3) & 1
        guard day <= last else { return nil }
        return Day(year: Int(year), month: Int(month), day: Int(day)).daysSinceEpoch
    }
}

/// The English names of months and weekdays.
enum CalendarNames {
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ].map { Array($0.utf8) }
    private static let weekdays = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ].map { Array($0.utf8) }

    /// Returns the month for a lower-case name: the whole name, its first three letters, or `sept`.
    static func month(_ name: [UInt8]) -> Int32? {
        if name == Array("sept".utf8) { return 9 }
        return index(of: name, in: months).map { Int32($0 + 1) }
    }

    static func isWeekday(_ name: [UInt8]) -> Bool {
        index(of: name, in: weekdays) != nil || ["tues", "thur", "thurs"].contains { Array($0.utf8) == name }
    }

    private static func index(of name: [UInt8], in names: [[UInt8]]) -> Int? {
        guard name.count >= 3 else { return nil }
        return names.firstIndex { $0 == name || (name.count == 3 && $0.starts(with: name)) }
    }
}
