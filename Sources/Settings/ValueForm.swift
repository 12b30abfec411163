package import Yams

/// How one kind of value is described, read from YAML and written back.
package struct ValueForm<Value: Sendable>: Sendable {
    /// What a value must be; completes "the key must be …".
    package let expectation: String
    /// A value given outside the file is text as it stands, without YAML's special characters.
    package var takesBareText = false
    /// The default and the comment of a key show what is accepted; the template need not say it.
    package var isObvious = false
    /// The value, or nil after an issue was noted.
    package let read: @Sendable (Node, inout ValueReading) -> Value?
    /// The value as YAML; nil where there is nothing to write.
    package let write: @Sendable (Value) -> YAMLValue?

    package init(
        expectation: String, takesBareText: Bool = false, isObvious: Bool = false,
        read: @escaping @Sendable (Node, inout ValueReading) -> Value?,
        write: @escaping @Sendable (Value) -> YAMLValue?
    ) {
        self.expectation = expectation
        self.takesBareText = takesBareText
        self.isObvious = isObvious
        self.read = read
        self.write = write
    }
}

extension ValueForm {
    /// A form with one more word, which stands for "no value".
    package static func word<Wrapped>(_ word: String, or form: ValueForm<Wrapped>) -> Self where Value == Wrapped? {
        ValueForm(
            expectation: "\(word) or \(form.expectation)", takesBareText: form.takesBareText,
            isObvious: form.isObvious,
            read: { node, reading in
                // `.some(nil)` is the word; plain nil would be a failure.
                // A bare `off` is a truth value to YAML.
                let isWord = node.text != nil || node.isNull || node.truth != nil
                if node.scalar?.string == word && isWord { return .some(nil) }
                return form.read(node, &reading).map { .some($0) }
            },
            write: { value in value.map { form.write($0) } ?? .scalar(word) })
    }
}

extension ValueForm where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
    /// One of an enumeration's words, in any case.
    package static var oneOf: Self {
        let words = Value.allCases.map(\.rawValue)
        return ValueForm(
            expectation: words.dropLast().joined(separator: ", ") + " or " + words[words.count - 1],
            read: { node, reading in
                if let value = node.text.flatMap({ Value(rawValue: $0.lowercased()) }) { return value }
                reading.reject(node)
                return nil
            },
            write: { .text($0.rawValue) })
    }
}
