internal import Yams

extension ValueForm {
    /// A list of some of an enumeration's words, each once, at least one.
    package static func listOf<Word: RawRepresentable & Equatable & Sendable>(
        _ all: [Word], known: (@Sendable () -> [Word])? = nil
    ) -> Self where Value == [Word], Word.RawValue == String {
        let words = all.map(\.rawValue).joined(separator: ", ")
        return ValueForm(
            expectation: "a list of one or more of \(words)",
            read: { node, reading in
                guard case .sequence(let items) = node else {
                    reading.reject(node, remedy: node.text.map { "Write it as a list: [\($0)]." })
                    return nil
                }
                if items.isEmpty { reading.reject(node, found: "but is an empty list") }
                var values: [Word] = []
                for item in items {
                    guard let value = item.text.flatMap({ Word(rawValue: $0.lowercased()) }),
                        (known?() ?? all).contains(value)
                    else {
                        reading.reject(item)
                        continue
                    }
                    if values.contains(value) { reading.reject(item, found: "but has \(value.rawValue) twice") }
                    values.append(value)
                }
                return reading.issues.isEmpty ? values : nil
            },
            write: { .list($0.map { .text($0.rawValue) }) })
    }
}

extension ValueForm where Value == [Double] {
    /// Weights: numbers from 0, at least one of them above it.
    package static var weights: Self {
        ValueForm(
            expectation: "a list of numbers from 0, not all of them 0",
            read: { node, reading in
                guard case .sequence(let items) = node else {
                    reading.reject(node)
                    return nil
                }
                let numbers = items.compactMap(\.decimalNumber)
                guard numbers.count == items.count, numbers.allSatisfy({ $0 >= 0 && $0.isFinite }),
                    numbers.contains(where: { $0 > 0 })
                else {
                    reading.reject(node)
                    return nil
                }
                return numbers
            },
            write: { .list($0.map { .scalar("\($0)") }) })
    }

    /// Three ascending shares between 0 and 1.
    package static var bandEnds: Self {
        ValueForm(
            expectation: "a list of three ascending numbers between 0 and 1",
            read: { node, reading in
                guard case .sequence(let items) = node else {
                    reading.reject(node)
                    return nil
                }
                let numbers = items.compactMap(\.decimalNumber)
                guard items.count == 3, numbers.count == 3, zip([0] + numbers, numbers + [1]).allSatisfy(<) else {
                    reading.reject(node)
                    return nil
                }
                return numbers
            },
            write: { .list($0.map { .scalar("\($0)") }) })
    }
}
