/// The first line of a CSV file: its delimiter and column names.
struct CSVHeader: Equatable {
    static let delimiters: [Character] = [",", ";", "\t", "|"]

    let delimiter: Character
    let columns: [String]

    /// Chooses the delimiter under which most of the wanted columns appear; ties: most columns.
    init(line: String, wanted: Set<String>) {
        let candidates = Self.delimiters.map { ($0, Self.split(line, by: $0)) }
        func quality(_ columns: [String]) -> (Int, Int) { (columns.filter(wanted.contains).count, columns.count) }
        (delimiter, columns) = candidates.dropFirst().reduce(candidates[0]) { best, next in
            quality(next.1) > quality(best.1) ? next : best
        }
    }

    /// Fields of one line, quoted as in RFC 4180.
    private static func split(_ line: String, by delimiter: Character) -> [String] {
        var fields = [""]
        var isQuoted = false
        for character in line.hasPrefix("\u{FEFF}") ? line.dropFirst() : line[...] {
            switch character {
            case "\"": isQuoted.toggle()
            case delimiter where !isQuoted: fields.append("")
            default: fields[fields.count - 1].append(character)
            }
        }
        return fields.map { $0.trimmingWhitespace() }
    }
}

extension String {
    fileprivate func trimmingWhitespace() -> String {
        let head = drop(while: \.isWhitespace)
        guard let end = head.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(head[...end])
    }
}
