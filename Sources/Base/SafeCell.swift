/// Makes texts safe for the cells of a CSV file that people open in a spreadsheet.
///
/// `SQL.safeCell` of the target DuckDB does the same in SQL. `SafeCellTests` compares the two, cell by cell.
package enum SafeCell {
    /// Returns the text without control characters, and with an apostrophe in front if a spreadsheet would run it as a
    /// formula. OWASP, "CSV Injection".
    ///
    /// A formula is a text that begins with a tab, a line end, or one of `=`, `+`, `-`, `@` and their fullwidth forms,
    /// ignoring spaces and invisible characters before it, and that is not a number: `-5` stays unchanged.
    ///
    /// ```swift
    /// SafeCell.text("=1+1")   // '=1+1
    /// SafeCell.text("-5")     // -5
    /// ```
    package static func text(_ text: String) -> String {
        var clean = isFormula(text) ? "'" : ""
        for scalar in text.unicodeScalars {
            clean.unicodeScalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        return clean
    }

    /// Returns the safe text as a field of a line, in quotes if it needs them.
    package static func field(_ text: String) -> String {
        let safe = Self.text(text)
        guard safe.unicodeScalars.contains(where: { $0 == "," || $0 == "\"" }) || safe.first == " " || safe.last == " "
        else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }

    private static func isFormula(_ text: String) -> Bool {
        let scalars = text.unicodeScalars
        guard let first = scalars.first else { return false }
        if first == "\t" || first == "\r" || first == "\n" { return true }
        guard let start = scalars.first(where: { !isInvisible($0) }) else { return false }
        return "=+-@＝＋－＠".unicodeScalars.contains(start) && !isNumber(text)
    }

    /// Whether a character is a space, a control character, or a mark that takes no space, such as a direction mark.
    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x21...0x7E: false
        case 0xAD, 0x61C, 0x180E, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x2064, 0x2066...0x2069, 0xFEFF: true
        default:
            switch scalar.properties.generalCategory {
            case .control, .spaceSeparator, .lineSeparator, .paragraphSeparator: true
            default: false
            }
        }
    }

    /// Whether a text is a number as every spreadsheet writes it. `Double("-inf")` and `Double("-0x1p3")` are numbers
    /// too, but only in Swift.
    private static func isNumber(_ text: String) -> Bool {
        var rest = text.unicodeScalars.drop { $0 == " " }
        while rest.last == " " { rest.removeLast() }
        func takeDigits() -> Int {
            let digits = rest.prefix { ("0"..."9").contains($0) }.count
            rest.removeFirst(digits)
            return digits
        }
        func take(_ wanted: Unicode.Scalar...) -> Bool {
            guard let first = rest.first, wanted.contains(first) else { return false }
            rest.removeFirst()
            return true
        }
        _ = take("+", "-")
        var digits = takeDigits()
        if take(".") { digits += takeDigits() }
        guard digits > 0 else { return false }
        if take("e", "E") {
            _ = take("+", "-")
            guard takeDigits() > 0 else { return false }
        }
        return rest.isEmpty
    }
}
