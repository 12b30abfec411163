internal import ProspectCore
internal import Yams

/// One key of the configuration: all that parsing, errors, the template and the documentation know of it.
struct SettingKey: Sendable {
    /// The dotted path, such as `snapshots.horizon`.
    let path: String
    /// What the key means, in full sentences.
    let comment: String
    /// What a value must be; completes "the key must be …".
    let expectation: String
    /// A value given outside the file is text as it stands.
    let takesBareText: Bool
    /// The default and the comment show what is accepted.
    let isObvious: Bool
    /// Reads a value into the configuration, or notes what is wrong with it.
    let read: @Sendable (Node, inout Configuration, inout ValueReading) -> Void
    /// The configuration's value as YAML; nil where it has none.
    let write: @Sendable (Configuration) -> YAMLValue?
    /// Reads one entry of a mapping that is addressed by its own name, such as `firmographics.REGION`.
    var readEntry: (@Sendable (String, Node, inout Configuration, inout ValueReading) -> Void)?

    init<Value>(
        _ path: String, _ target: any WritableKeyPath<Configuration, Value> & Sendable, _ form: ValueForm<Value>,
        _ comment: String
    ) {
        self.path = path
        self.comment = comment
        expectation = form.expectation
        takesBareText = form.takesBareText
        isObvious = form.isObvious
        read = { node, configuration, reading in
            if let value = form.read(node, &reading) { configuration[keyPath: target] = value }
        }
        write = { form.write($0[keyPath: target]) }
    }

    /// The last part of the path.
    var name: String { path.split(separator: ".").last.map(String.init) ?? path }

    /// The environment variable that sets the key: `PROSPECT_SNAPSHOTS_HORIZON`.
    var variable: String { "PROSPECT_" + path.uppercased().map { $0 == "." ? "_" : String($0) }.joined() }

    /// What the key means and what it accepts, as the template says it.
    var explanation: String { isObvious ? comment : "\(comment) Accepts \(expectation)." }
}

/// A section of the configuration: a mapping of keys, or one key that stands by itself.
struct SettingSection: Sendable {
    /// The section's own key; nil where its only key stands at the top.
    let name: String?
    /// The heading of the section in the documentation.
    let title: String
    /// What the section is about, in full sentences; empty where its only key says it all.
    let comment: String
    let keys: [SettingKey]
    /// Entries beside the keys; nil where there are none.
    var others: OtherSettings?
    /// The key that is meant where the section is given a word instead of a mapping.
    var shorthand: String?
}
