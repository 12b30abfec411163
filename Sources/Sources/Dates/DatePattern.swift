/// A strptime pattern, such as `%d.%m.%y %H:%M`.
package struct DatePattern: Sendable {
    private enum Piece: Equatable {
        case literal(UInt8)
        /// Any number of spaces.
        case blanks
        case field(UInt8)
    }

    private let pieces: [Piece]

    /// The supported fields.
    package static let fields = "%Y %y %m %d %b %B %j %a %A %H %I %M %S %f %p %z"
    private static let known = Set("YymdbBjaAHIMSfpzeh".utf8)

    /// Parses a pattern. Returns nil if it has an unknown field, or does not name a year and a day of it.
    package init?(_ text: String) {
        var pieces: [Piece] = []
        var bytes = Array(text.utf8)[...]
        while let byte = bytes.popFirst() {
            if byte == 32 || byte == 9 {
                if pieces.last != .blanks { pieces.append(.blanks) }
                continue
            }
            guard byte == UInt8(ascii: "%") else {
                pieces.append(.literal(byte))
                continue
            }
            guard var field = bytes.popFirst() else { return nil }
            // %-d and %-m mean "without a leading zero". A leading zero is optional here in any case.
            if field == UInt8(ascii: "-"), let next = bytes.popFirst() { field = next }
            switch field {
            case UInt8(ascii: "%"): pieces.append(.literal(field))
            case UInt8(ascii: "F"): pieces += Self.expanded("Y-m-d")
            case UInt8(ascii: "D"): pieces += Self.expanded("m/d/y")
            case UInt8(ascii: "T"): pieces += Self.expanded("H:M:S")
            case UInt8(ascii: "R"): pieces += Self.expanded("H:M")
            case _ where Self.known.contains(field): pieces.append(.field(field))
            default: return nil
            }
        }
        func has(_ fields: String) -> Bool { pieces.contains { piece in fields.utf8.contains { piece == .field($0) } } }
        guard has("Yy"), has("j") || (has("mbBh") && has("de")) else { return nil }
        self.pieces = pieces
    }

    private static func expanded(_ text: String) -> [Piece] {
        text.utf8.map { known.contains($0) ? .field($0) : .literal($0) }
    }

    /// The parts of a date that have been read.
    private struct Parts {
        var year: Int32?
        var month: Int32?
        var day: Int32?
        var dayOfYear: Int32?
        var hour: Int32 = 0
        var minute: Int32 = 0
        var second: Int32 = 0
        var isAfternoon: Bool?
        var offset: Int64?
    }

    /// Reads a text. Returns nil if the text as a whole does not match the pattern.
    func read(_ text: UnsafeBufferPointer<UInt8>) -> DateText.Moment? {
        var at = 0
        var end = text.count
        func isBlank(_ byte: UInt8) -> Bool { byte == 32 || 9...13 ~= byte }
        while end > 0, isBlank(text[end - 1]) { end -= 1 }
        while at < end, isBlank(text[at]) { at += 1 }
        var parts = Parts()
        for piece in pieces {
            switch piece {
            case .blanks: while at < end, isBlank(text[at]) { at += 1 }
            case .literal(let byte):
                guard at < end, text[at] == byte else { return nil }
                at += 1
            case .field(let field):
                guard Self.read(field, text, &at, end, &parts) else { return nil }
            }
        }
        return at == end ? Self.moment(parts) : nil
    }

    private static func read(
        _ field: UInt8, _ text: UnsafeBufferPointer<UInt8>, _ at: inout Int, _ end: Int, _ parts: inout Parts
    ) -> Bool {
        func number(_ most: Int) -> Int32? {
            let start = at
            var value: Int32 = 0
            while at < end, at - start < most, text[at] &- 48 <= 9 {
                value = 10 * value + Int32(text[at] - 48)
                at += 1
            }
            return at > start ? value : nil
        }
        func word() -> [UInt8] {
            let start = at
            while at < end, (text[at] | 0x20) &- 97 < 26 { at += 1 }
            return text[start..<at].map { $0 | 0x20 }
        }
        switch field {
        case UInt8(ascii: "Y"): parts.year = number(4)
        case UInt8(ascii: "y"):
            // As in POSIX, 69 to 99 belong to the last century.
            guard let year = number(2) else { return false }
            parts.year = year + (year < 69 ? 2000 : 1900)
        case UInt8(ascii: "m"): parts.month = number(2)
        case UInt8(ascii: "d"), UInt8(ascii: "e"): parts.day = number(2)
        case UInt8(ascii: "j"): parts.dayOfYear = number(3)
        case UInt8(ascii: "b"), UInt8(ascii: "B"), UInt8(ascii: "h"):
            parts.month = CalendarNames.month(word())
            return parts.month != nil
        case UInt8(ascii: "a"), UInt8(ascii: "A"): return CalendarNames.isWeekday(word())
        case UInt8(ascii: "H"), UInt8(ascii: "I"):
            guard let hour = number(2), hour < 24 else { return false }
            parts.hour = hour
        case UInt8(ascii: "M"):
            guard let minute = number(2), minute < 60 else { return false }
            parts.minute = minute
        case UInt8(ascii: "S"):
            guard let second = number(2), second <= 60 else { return false }
            parts.second = second
        case UInt8(ascii: "f"): return number(9) != nil
        case UInt8(ascii: "p"):
            let half = word()
            guard half == Array("am".utf8) || half == Array("pm".utf8) else { return false }
            parts.isAfternoon = half[0] == UInt8(ascii: "p")
        case UInt8(ascii: "z"):
            if at < end, text[at] | 0x20 == UInt8(ascii: "z") {
                at += 1
                parts.offset = 0
                return true
            }
            guard at < end, text[at] == UInt8(ascii: "+") || text[at] == UInt8(ascii: "-") else { return false }
            let sign: Int64 = text[at] == UInt8(ascii: "-") ? -1 : 1
            at += 1
            guard let hours = number(2), hours <= 18 else { return false }
            if at < end, text[at] == UInt8(ascii: ":") { at += 1 }
            parts.offset = sign * (Int64(hours) * 3600 + Int64(number(2) ?? 0) * 60)
        default: return false
        }
        return true
    }

    private static func moment(_ parts: Parts) -> DateText.Moment? {
        var hour = parts.hour
        if let isAfternoon = parts.isAfternoon {
            guard 1...12 ~= hour else { return nil }
            hour = hour % 12 + (isAfternoon ? 12 : 0)
        }
        guard let year = parts.year else { return nil }
        var found: Int32?
        if let dayOfYear = parts.dayOfYear {
            guard let first = DateText.day(year, 1, 1), let last = DateText.day(year, 12, 31),
                1...(last - first + 1) ~= dayOfYear
            else { return nil }
            found = first + dayOfYear - 1
        } else if let month = parts.month, let day = parts.day {
            found = DateText.day(year, month, day)
        }
        guard let found else { return nil }
        let seconds = Int64(hour) * 3600 + Int64(parts.minute) * 60 + Int64(parts.second)
        return DateText.Moment(day: found, time: .init(seconds: seconds, offset: parts.offset))
    }
}
