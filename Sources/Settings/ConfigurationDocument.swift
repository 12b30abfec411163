/// A configuration written as a file, with or without the comments that explain it.
package struct ConfigurationDocument<Root: Sendable> {
    let schema: Schema<Root>
    let configuration: Root
    let hasComments: Bool
    /// Comment lines are no longer than this.
    private let width = 100

    package init(_ configuration: Root, schema: Schema<Root>, hasComments: Bool) {
        self.schema = schema
        self.configuration = configuration
        self.hasComments = hasComments
    }

    /// The file's text.
    package var text: String {
        schema.sections.map(text(of:)).filter { !$0.isEmpty }.joined(separator: hasComments ? "\n" : "")
    }

    private func text(of section: SettingSection<Root>) -> String {
        let indentation = section.name == nil ? "" : "  "
        let others = section.others?.write(configuration).map { "\(indentation)\($0.name): \($0.value)\n" } ?? []
        let keys = section.keys.compactMap { text(of: $0, indentation: indentation) } + others
        guard let name = section.name, !keys.isEmpty else { return keys.joined() }
        return comment(section.comment, indentation: "") + "\(name):\n" + keys.joined()
    }

    private func text(of key: SettingKey<Root>, indentation: String) -> String? {
        guard let value = key.write(configuration) else { return nil }
        return comment(key.explanation, indentation: indentation)
            + "\(indentation)\(key.name):\(value.block(indentation: indentation + "  "))\n"
    }

    /// Wraps a text into comment lines; nothing where comments are not wanted.
    package func comment(_ text: String, indentation: String) -> String {
        guard hasComments, !text.isEmpty else { return "" }
        var lines: [String] = []
        var line = "\(indentation)#"
        for word in text.split(separator: " ") {
            if line.count + 1 + word.count > width {
                lines.append(line)
                line = "\(indentation)#"
            }
            line += " \(word)"
        }
        return (lines + [line]).joined(separator: "\n") + "\n"
    }
}
