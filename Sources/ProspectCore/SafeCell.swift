/// Texts for the cells of a CSV file that people open in a spreadsheet.
public enum SafeCell {
    /// The text without control characters, and with an apostrophe in front where a spreadsheet would run it as a
    /// formula: it begins with `=`, `+`, `-`, `@`, a tab or a line end, and is no number. OWASP, "CSV Injection".
    public static func text(_ text: String) -> String {
        var clean = ""
        for scalar in text.unicodeScalars {
            clean.unicodeScalars.append(scalar.properties.generalCategory == .control ? " " : scalar)
        }
        guard let first = text.unicodeScalars.first, "=+-@\t\r\n".unicodeScalars.contains(first), Double(text) == nil
        else { return clean }
        return "'" + clean
    }

    /// The safe text as a field of a line, in quotes where it needs them.
    public static func field(_ text: String) -> String {
        let safe = Self.text(text)
        guard safe.contains(where: { ",\"".contains($0) }) || safe.first == " " || safe.last == " " else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
