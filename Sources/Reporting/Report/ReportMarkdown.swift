internal import Base
internal import Charts

/// A report as Markdown, with the same sentences and numbers as the page and each chart as its table.
package struct ReportMarkdown {
    private let document: ReportDocument

    package init(_ document: ReportDocument) { self.document = document }

    package var text: String {
        var parts = ["# \(escaped(document.title))"]
        if let warning = document.warning { parts.append("**\(escaped(warning))**") }
        parts += [escaped(document.summary), escaped(document.clocks)]
        for section in document.sections {
            parts.append("## \(escaped(section.title))")
            parts += section.blocks.map(block)
        }
        return parts.joined(separator: "\n\n") + "\n"
    }

    private func block(_ block: ReportDocument.Block) -> String {
        switch block {
        case .text(let text): return escaped(text)
        case .figures(let figures):
            return figures.map { figure in
                "- **\(escaped(figure.label)): \(escaped(figure.value))**"
                    + (figure.note.map { " (\(escaped($0)))" } ?? "")
            }.joined(separator: "\n")
        case .chart(let chart): return titled(chart.title, chart.note, chart.table)
        case .table(let title, let note, let table): return titled(title, note, table)
        }
    }

    private func titled(_ title: String, _ note: String, _ table: ResultTable) -> String {
        ["### \(escaped(title))", escaped(note), table.markdown(escaped)].filter { !$0.isEmpty }.joined(
            separator: "\n\n")
    }

    /// Escapes a text, so that none of its characters is read as Markdown or HTML.
    private func escaped(_ text: String) -> String {
        var result = ""
        for (character, next) in zip(text, text.dropFirst().map(Character?.some) + [nil]) {
            switch character {
            case "\n", "\r", "\r\n": result.append(" ")
            case "<": result += "&lt;"
            case "&": result += "&amp;"
            // A bracket ends a link only if certain characters follow it.
            case "]" where next != "(" && next != "[" && next != ":": result.append(character)
            case "\\", "`", "*", "_", "]", "|":
                result.append("\\")
                result.append(character)
            default: result.append(character)
            }
        }
        return result
    }
}
