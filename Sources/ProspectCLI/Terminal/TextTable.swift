/// A plain table for a terminal, cut to its width.
struct TextTable {
    enum Alignment { case left, right }

    let columns: [(title: String, alignment: Alignment)]
    var rows: [[String]] = []

    init(_ columns: [(String, Alignment)]) {
        self.columns = columns.map { (title: $0.0, alignment: $0.1) }
    }

    mutating func add(_ cells: String...) { rows.append(cells) }

    /// The table; the last column is wrapped where the lines would be longer than `width`.
    func text(width: Int = 80) -> String {
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
            let wrapped = wrap(row[last], widths[last])
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
            text += columns[column].alignment == .left ? cell + space : space + cell
            if column < cells.count - 1 { text += "  " }
        }
        while text.last == " " { text.removeLast() }
        return text
    }

    private func wrap(_ text: String, _ width: Int) -> [String] {
        var lines = [""]
        for word in text.split(separator: " ", omittingEmptySubsequences: false) {
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
