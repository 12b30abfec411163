extension ResultTable {
    /// The table for a terminal; the last column is wrapped where the lines would be longer than `width`.
    package func text(width: Int = 80) -> String {
        let rows = texts(minus: .hyphen)
        var widths = columns.indices.map { column in
            ([columns[column].title] + rows.map { $0[column] }).map(\.count).max()!
        }
        let last = columns.count - 1
        let before = widths.dropLast().reduce(0) { $0 + $1 + 2 }
        widths[last] = min(widths[last], max(20, width - before))
        var lines = [
            line(columns.map(\.title), widths),
            widths.map { String(repeating: "-", count: $0) }.joined(separator: "  "),
        ]
        for row in rows {
            let wrapped = row[last].wrapped(at: widths[last])
            lines.append(line(row.dropLast() + [wrapped[0]], widths))
            for rest in wrapped.dropFirst() {
                lines.append(line(row.dropLast().map { _ in "" } + [rest], widths))
            }
        }
        return lines.joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var text = ""
        for (column, cell) in cells.enumerated() {
            let space = String(repeating: " ", count: max(0, widths[column] - cell.count))
            text += columns[column].isNumber ? space + cell : cell + space
            if column < cells.count - 1 { text += "  " }
        }
        while text.last == " " { text.removeLast() }
        return text
    }

    /// The table in Markdown, its columns of numbers at the right.
    ///
    /// - Parameter escaped: Gives a title or cell in which no character is taken for Markdown.
    package func markdown(_ escaped: (String) -> String) -> String {
        markdown(
            "| \(columns.map { $0.isNumber ? "---:" : "---" }.joined(separator: " | ")) |", minus: .sign, escaped)
    }

    /// The table in Markdown, all columns at the left, with cells that may be Markdown themselves.
    package func plainMarkdown() -> String {
        markdown("|" + String(repeating: "---|", count: columns.count), minus: .hyphen) { $0 }
    }

    private func markdown(_ rule: String, minus: Numbers.Minus, _ escaped: (String) -> String) -> String {
        func line(_ cells: [String]) -> String { "| \(cells.map(escaped).joined(separator: " | ")) |" }
        return ([line(columns.map(\.title)), rule] + texts(minus: minus).map(line)).joined(separator: "\n")
    }
}

extension String {
    /// Wraps a text into lines of at most `width` characters. A longer word keeps a line of its own.
    package func wrapped(at width: Int) -> [String] {
        var lines = [""]
        for word in split(separator: " ", omittingEmptySubsequences: false) {
            if lines[lines.count - 1].isEmpty {
                lines[lines.count - 1] = String(word)
            } else if lines[lines.count - 1].count + 1 + word.count <= width {
                lines[lines.count - 1] += " " + word
            } else {
                lines.append(String(word))
            }
        }
        return lines
    }
}
