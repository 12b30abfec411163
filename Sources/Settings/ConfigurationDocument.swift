internal import ProspectCore

/// A configuration written as a file, with or without the comments that explain it.
struct ConfigurationDocument {
    let configuration: Configuration
    let hasComments: Bool
    /// Comment lines are no longer than this.
    private let width = 100

    init(configuration: Configuration, hasComments: Bool) {
        self.configuration = configuration
        self.hasComments = hasComments
    }

    /// The file's text.
    var text: String {
        Schema.sections.map(text(of:)).filter { !$0.isEmpty }.joined(separator: hasComments ? "\n" : "")
    }

    private func text(of section: SettingSection) -> String {
        let indentation = section.name == nil ? "" : "  "
        let others = section.others?.write(configuration).map { "\(indentation)\($0.name): \($0.value)\n" } ?? []
        let keys = section.keys.compactMap { text(of: $0, indentation: indentation) } + others
        guard let name = section.name, !keys.isEmpty else { return keys.joined() }
        return comment(section.comment, indentation: "") + "\(name):\n" + keys.joined()
    }

    private func text(of key: SettingKey, indentation: String) -> String? {
        guard let value = key.write(configuration) else { return nil }
        return comment(key.explanation, indentation: indentation)
            + "\(indentation)\(key.name):\(value.block(indentation: indentation + "  "))\n"
    }

    /// Wraps a text into comment lines; nothing where comments are not wanted.
    func comment(_ text: String, indentation: String) -> String {
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
