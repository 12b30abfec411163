package import Yams

/// Strict readings of a scalar: a quoted number is a text, and a bare `no` is not.
extension Node {
    /// The text of a scalar that YAML reads as text; dates count as text too.
    package var text: String? {
        guard case .scalar(let scalar) = self else { return nil }
        return hasTag(.null, .bool, .int, .float) ? nil : scalar.string
    }

    /// A number without fraction and without leading zeros, which YAML 1.1 would read as octal.
    package var wholeNumber: Int? {
        guard let digits = digits, digits.allSatisfy({ $0.isWholeNumber || "+-".contains($0) }) else { return nil }
        let magnitude = digits.drop { "+-".contains($0) }
        guard magnitude.count == 1 || magnitude.first != "0" else { return nil }
        return Int(digits)
    }

    /// A finite decimal number.
    package var decimalNumber: Double? {
        guard let digits, let number = Double(digits), number.isFinite else { return nil }
        return number
    }

    /// `true`, `yes`, `on` and their opposites.
    package var truth: Bool? {
        guard case .scalar(let scalar) = self, hasTag(.bool) else { return nil }
        return ["true", "yes", "on"].contains(scalar.string.lowercased())
    }

    /// Nothing at all, `~` or `null`.
    package var isNull: Bool { scalar != nil && hasTag(.null) }

    /// A quoted text that would be a number without its quotes.
    package var isQuotedNumber: Bool {
        guard case .scalar(let scalar) = self, hasTag(.str), scalar.style != .plain else { return false }
        return Node(scalar.string).decimalNumber != nil
    }

    /// The end of a sentence that says what was found instead: `not 'thirty'`, `not a list`, `but is empty`.
    package var found: String {
        switch self {
        case .sequence: "not a list"
        case .mapping: "not a mapping"
        case .alias: "not an alias"
        case .scalar(let scalar) where isNull: scalar.string.isEmpty ? "but is empty" : "not '\(scalar.string)'"
        case .scalar(let scalar):
            (isQuotedNumber ? "not the text " : "not ") + "'\(Self.shortened(scalar.string))'"
        }
    }

    private func hasTag(_ names: Tag.Name...) -> Bool { names.contains { tag == Tag($0) } }

    private var digits: String? {
        guard case .scalar(let scalar) = self, hasTag(.int, .float),
            scalar.string.allSatisfy({ $0.isASCII && ($0.isNumber || "+-._eE".contains($0)) })
        else { return nil }
        return scalar.string.filter { $0 != "_" }
    }

    private static func shortened(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
        return line.count > 60 ? line.prefix(60) + "…" : line
    }
}
