internal import Base

/// What a text says when it is read as a date, before anything is known of its column.
enum DateText: Equatable {
    /// A day that can be read in one way only: ISO, or with the month's name.
    case certain(Moment, isNamed: Bool)
    /// Two numbers and a year: either number may be the month.
    case numeric(first: Int32, second: Int32, year: Int32, time: TimeOfDay)
    /// A number: a spreadsheet's serial, an epoch, or no date at all.
    case number(Double)
    /// A date that is read by a pattern only.
    case unaccepted(Unaccepted)
    case none

    /// Forms of dates that are known for what they are and are not guessed.
    enum Unaccepted: Int32, CaseIterable {
        case shortYear, weekDate, otherMonthName
    }

    /// A calendar day with the time that is written behind it.
    struct Moment: Equatable {
        var day: Int32
        var time = TimeOfDay()
        /// All digits, as in 20240225: a number too.
        var isCompact = false
    }

    /// A time of day; `offset` in seconds where it is an instant.
    struct TimeOfDay: Equatable {
        var seconds: Int64 = 0
        var offset: Int64?
    }
}

extension DateText {
    /// Reads a text; blanks around it do not count.
    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        var scanner = DateScanner(bytes)
        self = scanner.read()
    }

    init(_ text: String) {
        var text = text
        self = text.withUTF8 { DateText($0) }
    }

    /// A day of the calendar; nil where there is no such day.
    static func day(_ year: Int32, _ month: Int32, _ day: Int32) -> Int32? {
        guard 1...9999 ~= year, 1...12 ~= month, day >= 1 else { return nil }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let last = month == 2 ? (isLeap ? 29 : 28) : 30 + (month ^ month >> 3) & 1
        guard day <= last else { return nil }
        return Day(year: Int(year), month: Int(month), day: Int(day)).daysSinceEpoch
    }
}

/// English names of months and weekdays.
enum CalendarNames {
    private static let months = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ].map { Array($0.utf8) }
    private static let weekdays = [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    ].map { Array($0.utf8) }

    /// The month of a name in lower case: whole, or its first three letters; also `sept`.
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
