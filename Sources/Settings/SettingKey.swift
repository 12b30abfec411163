package import Yams

/// A key of the configuration: all that parsing, errors, the template and the documentation know of it.
///
/// `Root` is the settings that hold the value: those of one stage, or of the whole program.
package struct SettingKey<Root: Sendable>: Sendable {
    /// The dotted path, such as `snapshots.horizon`.
    package let path: String
    /// What the key means, in full sentences.
    package let comment: String
    /// What a value must be; completes "the key must be …".
    package let expectation: String
    /// A value given outside the file is text as it stands.
    package let takesBareText: Bool
    /// The default and the comment show what is accepted.
    package let isObvious: Bool
    /// Reads a value into the configuration, or notes what is wrong with it.
    let read: @Sendable (Node, inout Root, inout ValueReading) -> Void
    /// The configuration's value as YAML; nil where it has none.
    package let write: @Sendable (Root) -> YAMLValue?
    /// Reads one entry of a mapping that is addressed by its own name, such as `firmographics.REGION`.
    package var readEntry: (@Sendable (String, Node, inout Root, inout ValueReading) -> Void)?

    package init<Value>(
        _ path: String, _ target: any WritableKeyPath<Root, Value> & Sendable, _ form: ValueForm<Value>,
        _ comment: String
    ) {
        self.path = path
        self.comment = comment
        expectation = form.expectation
        takesBareText = form.takesBareText
        isObvious = form.isObvious
        read = { node, root, reading in
            if let value = form.read(node, &reading) { root[keyPath: target] = value }
        }
        write = { form.write($0[keyPath: target]) }
    }

    private init<Part>(_ key: SettingKey<Part>, of part: any WritableKeyPath<Root, Part> & Sendable) {
        path = key.path
        comment = key.comment
        expectation = key.expectation
        takesBareText = key.takesBareText
        isObvious = key.isObvious
        read = { node, whole, reading in key.read(node, &whole[keyPath: part], &reading) }
        write = { whole in key.write(whole[keyPath: part]) }
        guard let readPartsEntry = key.readEntry else { return }
        readEntry = { name, node, whole, reading in readPartsEntry(name, node, &whole[keyPath: part], &reading) }
    }

    func lifted<Whole>(to part: any WritableKeyPath<Whole, Root> & Sendable) -> SettingKey<Whole> {
        SettingKey<Whole>(self, of: part)
    }

    /// The last part of the path.
    var name: String { path.split(separator: ".").last.map(String.init) ?? path }

    /// The environment variable that sets the key: `PROSPECT_SNAPSHOTS_HORIZON`.
    package var variable: String { "PROSPECT_" + path.uppercased().map { $0 == "." ? "_" : String($0) }.joined() }

    /// What the key means and what it accepts, as the template says it.
    var explanation: String { isObvious ? comment : "\(comment) Accepts \(expectation)." }
}

/// A section of the configuration: a mapping of keys, or one key that stands by itself.
package struct SettingSection<Root: Sendable>: Sendable {
    /// The section's own key; nil where its only key stands at the top.
    package let name: String?
    /// The heading of the section in the documentation.
    package let title: String
    /// What the section is about, in full sentences; empty where its only key says it all.
    package let comment: String
    package let keys: [SettingKey<Root>]
    /// Entries beside the keys; nil where there are none.
    package var others: OtherSettings<Root>?
    /// The key that is meant where the section is given a word instead of a mapping.
    var shorthand: String?

    package init(
        name: String?, title: String, comment: String = "", keys: [SettingKey<Root>],
        others: OtherSettings<Root>? = nil, shorthand: String? = nil
    ) {
        self.name = name
        self.title = title
        self.comment = comment
        self.keys = keys
        self.others = others
        self.shorthand = shorthand
    }

    /// The section as one of larger settings that hold this one's.
    package func lifted<Whole>(
        to part: any WritableKeyPath<Whole, Root> & Sendable
    ) -> SettingSection<Whole> {
        SettingSection<Whole>(
            name: name, title: title, comment: comment, keys: keys.map { $0.lifted(to: part) },
            others: others?.lifted(to: part), shorthand: shorthand)
    }
}
