package import Yams

/// Turns text into YAML nodes, and libYAML's complaints into problems with a place.
package enum YAMLParsing {
    /// The root of a document; nil where the text holds nothing but comments.
    package static func root(of text: String, from source: SettingSource) throws(SettingsError) -> Node? {
        do {
            return try compose(yaml: text.hasPrefix("\u{FEFF}") ? String(text.unicodeScalars.dropFirst()) : text)
        } catch let error as YamlError {
            throw SettingsError([problem(of: error, in: text, from: source)])
        } catch {
            throw SettingsError([
                SettingsProblem(location: source.location(), sentence: "this is not valid YAML: \(error).")
            ])
        }
    }

    private static func problem(
        of error: YamlError, in text: String, from source: SettingSource
    ) -> SettingsProblem {
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            let reason = context.map { "\(problem) (\($0.text))" } ?? problem
            return SettingsProblem(
                location: source.location(mark), sentence: "this is not valid YAML: \(reason).",
                remedy: isIndentedWithTab(line: mark.line, of: text) ? "Indent with spaces instead of tabs." : nil)
        case .duplicatedKeysInMapping(let names, let context):
            let names = names.map { "'\($0)'" }.joined(separator: ", ")
            return SettingsProblem(
                location: source.location(context.mark), sentence: "\(names) is given more than once in one mapping.",
                remedy: "Keep one of them.")
        case .reader(let problem, let offset, _, _):
            let before = text.prefix(offset ?? 0)
            let line = 1 + before.count(where: \.isNewline)
            let column = 1 + (before.lastIndex(where: \.isNewline).map { before[$0...].count - 1 } ?? before.count)
            return SettingsProblem(
                location: source.location(line: line, column: column),
                sentence: "this is not readable as text: \(problem).")
        default:
            return SettingsProblem(location: source.location(), sentence: "this is not valid YAML: \(error).")
        }
    }

    private static func isIndentedWithTab(line: Int, of text: String) -> Bool {
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        guard lines.indices.contains(line - 1) else { return false }
        return lines[line - 1].prefix(while: \.isWhitespace).contains("\t")
    }
}
