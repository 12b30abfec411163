internal import Yams

extension ValueForm where Value == Int {
    /// A whole number of a range.
    package static func wholeNumber(_ range: ClosedRange<Int>) -> Self {
        ValueForm(
            expectation: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            read: { node, reading in reading.wholeNumber(node, in: range) },
            write: { .scalar(String($0)) })
    }
}

extension ValueForm where Value == Double {
    /// A number that meets a condition.
    package static func number(_ expectation: String, where holds: @escaping @Sendable (Double) -> Bool) -> Self {
        ValueForm(
            expectation: expectation,
            read: { node, reading in
                if let number = node.decimalNumber, holds(number) { return number }
                reading.reject(node, remedy: node.isQuotedNumber ? "Remove the quotes." : nil)
                return nil
            },
            write: { .number($0) })
    }
}

extension ValueForm where Value == Bool {
    /// `true` or `false`.
    package static var truth: Self {
        ValueForm(
            expectation: "true or false", isObvious: true,
            read: { node, reading in
                if let truth = node.truth { return truth }
                reading.reject(node)
                return nil
            },
            write: { .scalar($0 ? "true" : "false") })
    }
}

extension ValueForm where Value == [Int] {
    /// Whole numbers of a range, ascending, each once, at least one.
    package static func ascending(_ range: ClosedRange<Int>) -> Self {
        ValueForm(
            expectation: "a list of ascending whole numbers from \(range.lowerBound) to \(range.upperBound)",
            read: { node, reading in
                guard case .sequence(let items) = node else {
                    let example = node.wholeNumber.map { "Write it as a list: [\($0)]." }
                    reading.reject(node, remedy: example)
                    return nil
                }
                if items.isEmpty { reading.reject(node, found: "but is an empty list") }
                var numbers: [Int] = []
                for item in items {
                    guard let number = reading.wholeNumber(item, in: range) else { continue }
                    if let last = numbers.last, last >= number {
                        reading.reject(
                            item, found: last == number ? "but has \(number) twice" : "but has \(number) after \(last)")
                    }
                    numbers.append(number)
                }
                return reading.issues.isEmpty ? numbers : nil
            },
            write: { .list($0.map { .scalar(String($0)) }) })
    }
}
