/// Scans the bytes of a text and reads a date with its time.
struct DateScanner {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var at: Int
    private let end: Int

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        var end = bytes.count
        var start = 0
        while end > 0, Self.isBlank(bytes[end - 1]) { end -= 1 }
        while start < end, Self.isBlank(bytes[start]) { start += 1 }
        self.at = start
        self.end = end
    }

    mutating func read() -> DateText {
        guard at < end else { return .none }
        let start = at
        if Self.isDigit(bytes[at]) {
            let result = readDigits()
            if result != .none { return result }
        } else if Self.isLetter(bytes[at]) {
            return readLetters()
        }
        at = start
        return readNumber()
    }

    // MARK: Dates

    /// Reads a text that begins with a digit.
    private mutating func readDigits() -> DateText {
        let (first, digits) = number()
        switch digits {
        case 8: return readCompact(first)
        case 4: return readYearFirst(first)
        case 1, 2: return readDayOrMonthFirst(first)
        default: return .none
        }
    }

    /// Reads `20240225`, with a time as `T101500` or in its usual form.
    private mutating func readCompact(_ number: Int32) -> DateText {
        guard 1900...2199 ~= number / 10_000,
            let day = DateText.day(number / 10_000, number / 100 % 100, number % 100)
        else { return .none }
        if at == end { return .certain(.init(day: day, isCompact: true), isNamed: false) }
        guard let time = readTime() else { return .none }
        return .certain(.init(day: day, time: time), isNamed: false)
    }

    private mutating func readYearFirst(_ year: Int32) -> DateText {
        guard at < end else { return .none }
        let separator = bytes[at]
        guard [Self.dash, Self.slash, Self.dot, Self.space].contains(separator) else { return .none }
        at += 1
        if at < end, bytes[at] | 0x20 == UInt8(ascii: "w"), at + 1 < end, Self.isDigit(bytes[at + 1]) {
            return .unaccepted(.weekDate)
        }
        var month: Int32
        var isNamed = false
        if at < end, Self.isLetter(bytes[at]) {
            guard let named = CalendarNames.month(word()) else { return .unaccepted(.otherMonthName) }
            (month, isNamed) = (named, true)
        } else {
            guard separator != Self.space else { return .none }
            let (value, digits) = number()
            if digits == 3, at == end { return .unaccepted(.weekDate) }
            guard 1...2 ~= digits else { return .none }
            month = value
        }
        guard at < end, bytes[at] == separator else { return .none }
        at += 1
        let (value, digits) = number()
        guard 1...2 ~= digits, let day = DateText.day(year, month, value), let time = readTime() else { return .none }
        return .certain(.init(day: day, time: time), isNamed: isNamed)
    }

    /// Reads `25.2.2024`, `2/25/2024`, `25-Feb-2024`, `25th of February 2024`.
    private mutating func readDayOrMonthFirst(_ first: Int32) -> DateText {
        skipOrdinal()
        guard at < end else { return .none }
        let separator = bytes[at]
        if !Self.isLetter(separator) {
            guard [Self.dash, Self.slash, Self.dot, Self.space].contains(separator) else { return .none }
            at += 1
            skipBlanks()
        }
        guard at < end else { return .none }
        if Self.isLetter(bytes[at]) {
            var name = word()
            if name == Array("of".utf8) {
                skipBlanks()
                name = word()
            }
            guard let month = CalendarNames.month(name) else {
                return isFollowedByYear() ? .unaccepted(.otherMonthName) : .none
            }
            skipSeparators()
            let (year, digits) = number()
            return named(first, month, year, digits)
        }
        guard separator != Self.space else { return .none }
        let (second, secondDigits) = number()
        guard 1...2 ~= secondDigits, at < end, bytes[at] == separator else { return .none }
        at += 1
        skipBlanks()
        let (year, digits) = number()
        if digits == 2 { return readTime() == nil ? .none : .unaccepted(.shortYear) }
        guard digits == 4, let time = readTime() else { return .none }
        guard DateText.day(year, first, second) != nil || DateText.day(year, second, first) != nil else { return .none }
        return .numeric(first: first, second: second, year: year, time: time)
    }

    /// Reads `Feb 25, 2024`, `Sunday, February 25, 2024`, `Sun Feb 25 2024 10:00:00 GMT+0100`, `Sun, 25 Feb 2024`.
    private mutating func readLetters() -> DateText {
        var name = word()
        if CalendarNames.isWeekday(name) {
            skipSeparators()
            guard at < end else { return .none }
            if Self.isDigit(bytes[at]) {
                // A weekday before an ISO date is harmless.
                return readDigits()
            }
            name = word()
        }
        guard let month = CalendarNames.month(name) else {
            skipSeparators()
            let (day, digits) = number()
            guard 1...2 ~= digits, 1...31 ~= day else { return .none }
            return isFollowedByYear() ? .unaccepted(.otherMonthName) : .none
        }
        skipSeparators()
        let (day, dayDigits) = number()
        guard 1...2 ~= dayDigits else { return .none }
        skipOrdinal()
        skipSeparators()
        let (year, digits) = number()
        return named(day, month, year, digits)
    }

    private mutating func named(_ day: Int32, _ month: Int32, _ year: Int32, _ digits: Int) -> DateText {
        if digits == 2 { return .unaccepted(.shortYear) }
        guard digits == 4, let day = DateText.day(year, month, day), let time = readTime() else { return .none }
        return .certain(.init(day: day, time: time), isNamed: true)
    }

    /// Reads a number with a fraction or an exponent, and nothing after it.
    private func readNumber() -> DateText {
        var hasDigit = false
        for place in at..<end {
            let byte = bytes[place]
            if Self.isDigit(byte) {
                hasDigit = true
                continue
            }
            guard [Self.dot, Self.dash, UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(byte) else {
                return .none
            }
        }
        guard hasDigit, end - at <= 32, let value = Double(String(decoding: bytes[at..<end], as: UTF8.self)) else {
            return .none
        }
        return .number(value)
    }

    // MARK: Times

    /// Reads the time after a date, to the end of the text. Returns midnight if there is none, nil if the rest is not a
    /// time.
    private mutating func readTime() -> DateText.TimeOfDay? {
        var time = DateText.TimeOfDay()
        if at == end { return time }
        if bytes[at] | 0x20 == UInt8(ascii: "t") || bytes[at] == UInt8(ascii: ",") { at += 1 }
        skipBlanks()
        if end - at > 2, bytes[at] | 0x20 == UInt8(ascii: "a"), bytes[at + 1] | 0x20 == UInt8(ascii: "t") {
            at += 2
            skipBlanks()
        }
        guard at < end else { return nil }
        if !Self.isDigit(bytes[at]) { return readOffset(&time) ? time : nil }
        guard readClock(&time) else { return nil }
        return readOffset(&time) ? time : nil
    }

    private mutating func readClock(_ time: inout DateText.TimeOfDay) -> Bool {
        var (hour, digits) = number()
        var (minute, second): (Int32, Int32) = (0, 0)
        if digits == 4 || digits == 6 {
            if digits == 6 { (hour, second) = (hour / 100, hour % 100) }
            (hour, minute) = (hour / 100, hour % 100)
        } else {
            guard 1...2 ~= digits else { return false }
            if at < end, bytes[at] == Self.colon {
                at += 1
                (minute, digits) = number()
                guard digits == 2 else { return false }
                if at < end, bytes[at] == Self.colon {
                    at += 1
                    (second, digits) = number()
                    guard digits == 2 else { return false }
                }
            } else if at == end || !Self.isBlank(bytes[at]) && !Self.isLetter(bytes[at]) {
                // An hour alone is not a time, unless it says a.m. or p.m.
                return false
            }
        }
        if at < end, bytes[at] == Self.dot || bytes[at] == UInt8(ascii: ",") {
            at += 1
            let start = at
            while at < end, Self.isDigit(bytes[at]) { at += 1 }
            guard at > start else { return false }
        }
        skipBlanks()
        if let isAfternoon = halfOfDay() {
            guard 1...12 ~= hour else { return false }
            hour = hour % 12 + (isAfternoon ? 12 : 0)
        }
        guard hour < 24, minute < 60, second <= 60 else { return false }
        time.seconds = Int64(hour) * 3600 + Int64(minute) * 60 + Int64(second)
        return true
    }

    /// Reads `AM` or `p.m.`. Returns nil if there is neither.
    private mutating func halfOfDay() -> Bool? {
        guard at < end else { return nil }
        let first = bytes[at] | 0x20
        guard first == UInt8(ascii: "a") || first == UInt8(ascii: "p") else { return nil }
        var place = at + 1
        if place < end, bytes[place] == Self.dot { place += 1 }
        guard place < end, bytes[place] | 0x20 == UInt8(ascii: "m") else { return nil }
        place += 1
        if place < end, bytes[place] == Self.dot { place += 1 }
        at = place
        return first == UInt8(ascii: "p")
    }

    /// Reads `Z`, `UTC`, `+02`, `+0200`, `-08:00` or `GMT+0200 (CEST)`, to the end of the text.
    private mutating func readOffset(_ time: inout DateText.TimeOfDay) -> Bool {
        skipBlanks()
        if at == end { return true }
        if Self.isLetter(bytes[at]) {
            let name = word()
            guard ["z", "utc", "gmt"].contains(where: { Array($0.utf8) == name }) else { return false }
            time.offset = 0
            skipBlanks()
        }
        if at < end, bytes[at] == UInt8(ascii: "+") || bytes[at] == Self.dash {
            let sign: Int64 = bytes[at] == Self.dash ? -1 : 1
            at += 1
            var (hours, digits) = number()
            var minutes: Int32 = 0
            if digits == 4 {
                (hours, minutes) = (hours / 100, hours % 100)
            } else {
                guard 1...2 ~= digits else { return false }
                if at < end, bytes[at] == Self.colon {
                    at += 1
                    (minutes, digits) = number()
                    guard digits == 2 else { return false }
                }
            }
            guard hours <= 18, minutes < 60 else { return false }
            time.offset = sign * (Int64(hours) * 3600 + Int64(minutes) * 60)
            skipBlanks()
        }
        if at < end, time.offset != nil, bytes[at] == UInt8(ascii: "("), bytes[end - 1] == UInt8(ascii: ")") {
            at = end
        }
        return at == end
    }

    // MARK: Pieces

    private static let dash = UInt8(ascii: "-")
    private static let slash = UInt8(ascii: "/")
    private static let dot = UInt8(ascii: ".")
    private static let colon = UInt8(ascii: ":")
    private static let space = UInt8(ascii: " ")

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 48 <= 9 }
    private static func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 97 < 26 || byte >= 0x80 }
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 32 || 9...13 ~= byte }

    /// Reads up to nine digits as a number.
    private mutating func number() -> (value: Int32, digits: Int) {
        var value: Int32 = 0
        let start = at
        while at < end, at - start < 9, Self.isDigit(bytes[at]) {
            value = 10 * value + Int32(bytes[at] - 48)
            at += 1
        }
        return (value, at - start)
    }

    /// Reads letters and returns them in lower case.
    private mutating func word() -> [UInt8] {
        let start = at
        while at < end, Self.isLetter(bytes[at]) { at += 1 }
        return bytes[start..<at].map { $0 < 0x80 ? $0 | 0x20 : $0 }
    }

    private mutating func skipBlanks() {
        while at < end, Self.isBlank(bytes[at]) { at += 1 }
    }

    private mutating func skipSeparators() {
        while at < end, Self.isBlank(bytes[at]) || [Self.dot, Self.dash, Self.slash, 0x2C].contains(bytes[at]) {
            at += 1
        }
    }

    /// Skips `st`, `nd`, `rd` or `th` after a day.
    private mutating func skipOrdinal() {
        guard end - at >= 2 else { return }
        let pair = [bytes[at] | 0x20, bytes[at + 1] | 0x20]
        guard ["st", "nd", "rd", "th"].contains(where: { Array($0.utf8) == pair }) else { return }
        if at + 2 < end, Self.isLetter(bytes[at + 2]) { return }
        at += 2
    }

    /// Whether a four-digit year follows the separators.
    private func isFollowedByYear() -> Bool {
        var rest = self
        rest.skipSeparators()
        if rest.at < rest.end, Self.isLetter(rest.bytes[rest.at]) {
            _ = rest.word()
            rest.skipSeparators()
        }
        return rest.number().digits == 4
    }
}
