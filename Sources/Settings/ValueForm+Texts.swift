package import Base
internal import Yams

extension ValueForm where Value == String {
    /// A text on one line.
    package static func line(_ expectation: String) -> Self {
        ValueForm(
            expectation: expectation, takesBareText: true, isObvious: true,
            read: { node, reading in
                guard let text = reading.text(node) else { return nil }
                if text.contains(where: \.isNewline) {
                    reading.reject(node, found: "not several lines")
                    return nil
                }
                return text
            },
            write: { .text($0) })
    }

    /// The name of a column.
    package static var column: Self {
        ValueForm(
            expectation: "the name of a column", takesBareText: true, isObvious: true,
            read: { node, reading in reading.text(node) },
            write: { .text($0) })
    }

    /// The path of a folder, resolved where it is read.
    package static var folder: Self {
        ValueForm(
            expectation: "the path of a folder", takesBareText: true, isObvious: true,
            read: { node, reading in
                guard let path = reading.text(node) else { return nil }
                return reading.folder.resolve(path)
            },
            write: { .text($0) })
    }

    /// An amount of memory in DuckDB's notation.
    package static var memory: Self {
        ValueForm(
            expectation: "an amount of memory such as 8GB or 500MiB", takesBareText: true,
            read: { node, reading in
                let units = ["kb", "mb", "gb", "tb", "kib", "mib", "gib", "tib"]
                if let text = node.text {
                    let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
                    let unit = text.dropFirst(digits.count).drop { $0 == " " }.lowercased()
                    if let amount = Double(digits), amount > 0, units.contains(unit) { return text }
                }
                reading.reject(node, remedy: node.decimalNumber == nil ? nil : "Add the unit, such as GB.")
                return nil
            },
            write: { .text($0) })
    }
}

extension ValueForm where Value == Day {
    /// A calendar day.
    package static var day: ValueForm<Day> {
        ValueForm(
            expectation: "a day as YYYY-MM-DD",
            read: { node, reading in
                if let day = node.text.flatMap({ Day($0) }) { return day }
                reading.reject(node)
                return nil
            },
            write: { .scalar($0.description) })
    }
}

extension ValueForm where Value == [String] {
    /// The names of columns, each once.
    package static func columns(atLeast minimum: Int) -> Self {
        ValueForm(
            expectation: "a list of column names" + (minimum > 0 ? ", at least \(minimum)" : ""),
            isObvious: true,
            read: { node, reading in
                guard case .sequence(let items) = node else {
                    let example = node.text.map { "Write it as a list: [\($0)]." }
                    reading.reject(node, remedy: example)
                    return nil
                }
                if items.count < minimum { reading.reject(node, found: "but is an empty list") }
                var names: [String] = []
                for item in items {
                    guard let name = reading.text(item) else { continue }
                    if names.contains(where: { $0.lowercased() == name.lowercased() }) {
                        reading.reject(item, found: "but has '\(name)' twice")
                    }
                    names.append(name)
                }
                return reading.issues.isEmpty ? names : nil
            },
            write: { .list($0.map { .text($0) }) })
    }
}
