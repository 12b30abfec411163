internal import Base
internal import Foundation
internal import Settings
internal import Yams

/// Reads and writes the format of one column's dates.
enum DateFormatForm {
    private static let words = DateFormat.words.map(\.word).joined(separator: ", ")
    static let expectation = "\(words) or a pattern such as %d.%m.%y"

    static func read(_ node: Node, at place: String = "", _ reading: inout ValueReading) -> DateFormat? {
        let text = node.text ?? ""
        if let known = DateFormat.words.first(where: { $0.word == text.lowercased() }) { return known.format }
        guard text.contains("%") else {
            reading.reject(node, at: place, expectation: expectation)
            return nil
        }
        guard DateFormat.isPattern(text) else {
            reading.reject(
                node, at: place, expectation: "a pattern that names year, month and day",
                found: "but is '\(text)'",
                remedy: "A pattern is made of %Y, %y, %m, %d, %b, %B, %j, %a, %A, %H, %I, %M, %S, %f, %p and %z.")
            return nil
        }
        return .pattern(text)
    }
}

extension ValueForm where Value == [DateColumn: DateFormat] {
    /// One format for all columns, or a mapping from the keys of columns to their formats.
    static var dateFormats: Self {
        ValueForm(
            expectation: DateFormatForm.expectation + ", or a mapping from close_date, created, timestamp to such",
            takesBareText: true, isObvious: true,
            read: { node, reading in
                guard case .mapping(let mapping) = node else {
                    guard let format = DateFormatForm.read(node, &reading) else { return nil }
                    if format == .auto { return [:] }
                    return Dictionary(uniqueKeysWithValues: DateColumn.allCases.map { ($0, format) })
                }
                var formats: Value = [:]
                for (key, value) in mapping {
                    guard let column = DateColumn(rawValue: key.string ?? "") else {
                        reading.rejectKey(key, at: "", known: DateColumn.allCases.map(\.rawValue))
                        continue
                    }
                    guard let format = DateFormatForm.read(value, at: ".\(column.rawValue)", &reading) else { continue }
                    if format != .auto { formats[column] = format }
                }
                return reading.issues.isEmpty ? formats : nil
            },
            write: { formats in
                if formats.isEmpty { return .scalar(DateFormat.auto.name) }
                let all = Set(formats.values)
                if formats.count == DateColumn.allCases.count, all.count == 1 { return .text(all.first!.name) }
                return .mapping(
                    DateColumn.allCases.compactMap { column in
                        formats[column].map { (key: column.rawValue, value: .text($0.name)) }
                    })
            })
    }
}

extension ValueForm where Value == [String] {
    /// A list of distinct words, which may be empty.
    static var words: Self {
        ValueForm(
            expectation: "a list of words", isObvious: true,
            read: { node, reading in
                guard case .sequence(let items) = node else {
                    reading.reject(node, remedy: node.text.map { "Write it as a list: [\($0)]." })
                    return nil
                }
                // null, ~ and numbers count as words here too.
                let words = items.compactMap { $0.scalar?.string }
                guard words.count == items.count else {
                    reading.reject(node)
                    return nil
                }
                return words
            },
            write: { .list($0.map { .text($0) }) })
    }
}

extension ValueForm where Value == String {
    /// The IANA name of a time zone.
    static var timeZone: Self {
        ValueForm(
            expectation: "the name of a time zone such as UTC or Europe/Berlin", takesBareText: true, isObvious: true,
            read: { node, reading in
                guard let name = reading.text(node) else { return nil }
                let known = TimeZone.knownTimeZoneIdentifiers
                if name == "UTC" || known.contains(name) { return name }
                // The system knows older names, such as US/Pacific, although it does not list them.
                if name.contains("/"), TimeZone(identifier: name) != nil { return name }
                let nearest = known.nearest(to: name)
                reading.reject(node, remedy: nearest.map { "The nearest is \($0)." })
                return nil
            },
            write: { .text($0) })
    }
}
