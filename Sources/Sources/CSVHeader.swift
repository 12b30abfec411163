internal import Base

/// The first line of a CSV file: its delimiter and column names.
struct CSVHeader: Equatable {
    static let delimiters: [Character] = [",", ";", "\t", "|"]

    let delimiter: Character
    let columns: [String]
    /// The number of this line in the file, starting at 1.
    var line = 1
    /// The compression of the file, if its name does not say it.
    var compression: Compression?

    /// The kinds of text compression under DuckDB's names.
    enum Compression: String { case gzip, zstd }

    /// Chooses the delimiter that gives the most wanted columns. Of several, it takes the one with the most columns.
    init(line: String, wanted: Set<String>) {
        let candidates = Self.delimiters.map { ($0, Self.split(line, by: $0)) }
        let keys = Set(wanted.map(ColumnMatch.key))
        func quality(_ columns: [String]) -> (Int, Int) {
            (columns.count { keys.contains(ColumnMatch.key($0)) }, columns.count)
        }
        (delimiter, columns) = candidates.dropFirst().reduce(candidates[0]) { best, next in
            quality(next.1) > quality(best.1) ? next : best
        }
    }

    private init(delimiter: Character, columns: [String]) {
        self.delimiter = delimiter
        self.columns = columns
    }

    /// Makes the header of a file from its first line. Wanted columns get the names by which they are wanted.
    ///
    /// - Throws: `SourceProblem` if the line cannot consist of column names.
    init(line: String, of file: String, wanted: Set<String>) throws {
        func problem(_ check: String, _ message: String) -> SourceProblem {
            SourceProblem(check: check, message: message)
        }
        if line.trimmingWhitespace().isEmpty || line == "\u{FEFF}" {
            throw problem("no-header", "The first line of '\(file)' is empty; it must name the columns.")
        }
        guard line.count(where: { $0 == "\"" }) % 2 == 0 else {
            throw problem("no-header", "The header of '\(file)' has a quote that is not closed in its line.")
        }
        let plain = CSVHeader(line: line, wanted: wanted)
        let columns = try ColumnMatch(plain.columns, wanted: wanted, of: file).applied(to: plain.columns)
        self.init(delimiter: plain.delimiter, columns: columns)
        if let repeated = columns.first(where: { name in
            wanted.contains(name) && columns.count(where: { $0 == name }) > 1
        }) {
            throw problem("repeated-column", "The header of '\(file)' has the column '\(repeated)' twice.")
        }
        let only = columns[0]
        if columns.count == 1, !wanted.contains(only), wanted.count(where: { only.contains($0) }) > 1 {
            throw problem(
                "unknown-delimiter", "The columns of '\(file)' are separated by none of comma, semicolon, tab and |.")
        }
    }

    /// Splits a line into fields, quoted as in RFC 4180: two quotes within a quoted field stand for one.
    static func split(_ line: String, by delimiter: Character) -> [String] {
        var fields = [""]
        var isQuoted = false
        var previous: Character?
        for character in line.hasPrefix("\u{FEFF}") ? line.dropFirst() : line[...] {
            defer { previous = character }
            switch character {
            case "\"":
                if !isQuoted, previous == "\"" { fields[fields.count - 1].append(character) }
                isQuoted.toggle()
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
