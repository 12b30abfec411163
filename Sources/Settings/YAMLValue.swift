internal import Yams

/// A value as it is written into YAML; mappings keep their order.
package indirect enum YAMLValue {
    /// Text that is written as it is: numbers, words such as `auto`, and text that is already quoted.
    case scalar(String)
    case list([YAMLValue])
    case mapping([(key: String, value: YAMLValue)])

    /// A text, in quotes where YAML would read something else without them.
    package static func text(_ text: String) -> YAMLValue { .scalar(quotedWhereNeeded(text)) }

    /// A number; whole numbers are written without a fraction.
    package static func number(_ number: Double) -> YAMLValue {
        .scalar(abs(number) < 1e15 && number == number.rounded() ? String(Int(number)) : String(number))
    }

    /// The value on one line.
    package var flow: String {
        switch self {
        case .scalar(let text): text
        case .list(let items): "[" + items.map(\.flow).joined(separator: ", ") + "]"
        case .mapping(let pairs):
            "{" + pairs.map { "\(Self.quotedWhereNeeded($0.key)): \($0.value.flow)" }.joined(separator: ", ") + "}"
        }
    }

    /// What follows `key:` in a document: the value on the same line, or a mapping's entries on lines of their own.
    package func block(indentation: String) -> String {
        guard case .mapping(let pairs) = self, !pairs.isEmpty else { return " " + flow }
        return pairs.map { key, value in
            let line = "\(indentation)\(Self.quotedWhereNeeded(key)):"
            // A long mapping gets lines of its own.
            if case .mapping = value, line.count + value.flow.count > 100 {
                return "\n" + line + value.block(indentation: indentation + "  ")
            }
            return "\n" + line + " " + value.flow
        }.joined()
    }

    private static func quotedWhereNeeded(_ text: String) -> String {
        isPlain(text) ? text : quoted(text)
    }

    private static func isPlain(_ text: String) -> Bool {
        guard let first = text.first, text.last != " ", first.isLetter || first.isNumber || "_./".contains(first),
            text.allSatisfy({ $0.isLetter || $0.isNumber || "_./-*+@ ".contains($0) })
        else { return false }
        // "no", "null", "5" and "2020-01-01" would not be read back as text.
        return Node(text).tag == Tag(.str)
    }

    /// YAML's double quotes know the escapes of JSON.
    private static func quoted(_ text: String) -> String {
        var quoted = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": quoted += "\\\""
            case "\\": quoted += "\\\\"
            case "\n": quoted += "\\n"
            case "\r": quoted += "\\r"
            case "\t": quoted += "\\t"
            case _ where scalar.value < 0x20 || scalar.value == 0x7F:
                let digits = String(scalar.value, radix: 16)
                quoted += "\\x" + String(repeating: "0", count: 2 - digits.count) + digits
            default: quoted.unicodeScalars.append(scalar)
            }
        }
        return quoted + "\""
    }
}
