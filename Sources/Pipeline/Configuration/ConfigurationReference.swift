internal import Settings

/// The reference of all keys in `Documentation/Configuration.md`.
package enum ConfigurationReference {
    /// The line of the page before the reference.
    package static let begin = "<!-- reference: begin (written by the SettingsTests from the keys of the stages) -->"
    /// The line of the page after the reference.
    package static let end = "<!-- reference: end -->"

    /// The reference as Markdown, with a heading and a table for each section.
    package static var markdown: String {
        Configuration.schema.sections.map { section in
            var lines = ["### \(section.title)", ""]
            if !section.comment.isEmpty { lines += [section.comment, ""] }
            lines += ["| Key | Default | Accepts | Meaning |", "|---|---|---|---|"]
            lines += section.keys.map(row)
            return lines.joined(separator: "\n") + "\n"
        }.joined(separator: "\n")
    }

    /// Returns the page with an updated reference, or nil if the page has no place for one.
    package static func updated(page: String) -> String? {
        let lines = page.split(separator: "\n", omittingEmptySubsequences: false)
        guard let first = lines.firstIndex(where: { $0 == begin }), let last = lines.firstIndex(where: { $0 == end }),
            first < last
        else { return nil }
        let reference = markdown.split(separator: "\n", omittingEmptySubsequences: false)
        return (lines[...first] + [""] + reference + lines[last...]).joined(separator: "\n")
    }

    /// The paths of all keys, in order.
    package static var paths: [String] { Configuration.schema.keys.map(\.path) }

    /// The environment variables of all keys, in order.
    package static var variables: [String] { Configuration.schema.keys.map(\.variable) }

    private static func row(_ key: SettingKey<Configuration>) -> String {
        let standard = key.write(Configuration()).map { "`\($0.flow)`" } ?? "required"
        let cells = ["`\(key.path)`", standard, key.expectation, key.comment]
        return "| " + cells.map { $0.split(separator: "|").joined(separator: "\\|") }.joined(separator: " | ") + " |"
    }
}
