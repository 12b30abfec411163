/// A number as people write it: with currency signs, groups of thousands, a decimal point or comma.
struct NumberText: Equatable {
    /// The value if the point is the decimal separator, or nil if it cannot be that.
    let point: Double?
    /// The value if the comma is the decimal separator.
    let comma: Double?

    func value(_ format: NumberFormat) -> Double? { format == .comma ? comma : point }

    init(_ text: UnsafeBufferPointer<UInt8>) { self.init(String(decoding: text, as: UTF8.self)) }

    init(_ text: String) {
        guard let (digits, isNegative) = Self.stripped(text) else {
            // No table wants inf, nan and their variants as numbers. The checks name them.
            let word = text.lowercased()
            let isNumber = ["inf", "+inf", "-inf", "infinity", "-infinity", "nan"].contains(word)
            point = isNumber ? Double(word) : nil
            comma = point
            return
        }
        let sign: Double = isNegative ? -1 : 1
        point = Self.plain(digits, decimal: ".", group: ",").flatMap(Double.init).map { sign * $0 }
        comma = Self.plain(digits, decimal: ",", group: ".").flatMap(Double.init).map { sign * $0 }
    }

    /// Returns the digits with their separators, without currency signs, spaces and apostrophes, or nil if there is
    /// anything else.
    private static func stripped(_ text: String) -> (digits: [Character], isNegative: Bool)? {
        var characters = Array(text).filter { !$0.isWhitespace }
        var isNegative = false
        if characters.first == "(", characters.last == ")" {
            characters = Array(characters.dropFirst().dropLast())
            isNegative = true
        }
        func isMinus(_ character: Character?) -> Bool { character == "-" || character == "\u{2212}" }
        func isCore(_ character: Character) -> Bool { character.isASCII && character.isNumber }
        guard let first = characters.firstIndex(where: isCore), let last = characters.lastIndex(where: isCore) else {
            return nil
        }
        var start = first
        // A separator right before the first digit is a decimal separator: ".5".
        if start > 0, characters[start - 1] == "." || characters[start - 1] == ",",
            start == 1 || !characters[start - 2].isLetter
        {
            start -= 1
        }
        var head = Array(characters[..<start])
        var tail = Array(characters[(last + 1)...])
        if tail.first == "." || tail.first == ",", tail.count == 1 { tail.removeFirst() }
        for place in [0, 1] {
            if place == 0, isMinus(head.first) || isMinus(head.last) {
                isNegative.toggle()
                head.remove(at: isMinus(head.first) ? 0 : head.count - 1)
            } else if place == 1, isMinus(tail.last) || isMinus(tail.first) {
                isNegative.toggle()
                tail.remove(at: isMinus(tail.last) ? tail.count - 1 : 0)
            }
        }
        if head.first == "+" { head.removeFirst() }
        guard isCurrency(head), isCurrency(tail) else { return nil }
        let digits = characters[start...last].filter { $0 != "'" && $0 != "\u{2019}" }
        guard digits.allSatisfy({ isCore($0) || ".,eE+-".contains($0) }) else { return nil }
        return (digits, isNegative)
    }

    /// Currency signs and codes that are not three capital letters.
    private static let currencies: Set = [
        "kr", "kr.", "zł", "kč", "ft", "lei", "лв", "лв.", "руб", "руб.", "tl", "rs", "rs.", "fr", "fr.", "r", "rm",
        "rp",
        "us", "a", "c", "s", "hk", "nz", "sfr", "sfr.",
    ]

    private static func isCurrency(_ text: [Character]) -> Bool {
        let letters = text.filter { !$0.isCurrencySymbol }
        if letters.isEmpty { return text.count <= 2 }
        let word = String(letters)
        if word.count == 3, word.allSatisfy({ $0.isASCII && $0.isLetter }) { return true }
        return currencies.contains(word.lowercased())
    }

    /// Returns the number with a point as its only separator, or nil if the separators are misplaced.
    private static func plain(_ digits: [Character], decimal: Character, group: Character) -> String? {
        let exponent = digits.firstIndex { $0 == "e" || $0 == "E" } ?? digits.endIndex
        let mantissa = digits[..<exponent]
        guard mantissa.allSatisfy({ $0 != "+" && $0 != "-" }) else { return nil }
        let parts = mantissa.split(separator: decimal, omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.count == 1 || !parts[1].contains(group) else { return nil }
        let groups = parts[0].split(separator: group, omittingEmptySubsequences: false)
        if groups.count > 1 {
            // These are 1,234,567 and India's 12,34,567. 0,123 is a fraction.
            guard groups[0].first != "0", 1...3 ~= groups[0].count, groups.last?.count == 3,
                groups.dropFirst().dropLast().allSatisfy({ 2...3 ~= $0.count })
            else { return nil }
        }
        let whole = groups.joined()
        let text = (whole.isEmpty ? "0" : String(whole)) + (parts.count == 2 ? "." + String(parts[1]) : "")
        return text + String(digits[exponent...])
    }
}
