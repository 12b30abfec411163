internal import DuckDB

/// The words that mean that a value is missing.
struct MissingWords {
    private let words: [String]

    init(_ words: [String]) { self.words = Set(words.map { $0.lowercased() }).sorted() }

    /// A text without blanks around it; NULL where it is empty or one of the words.
    func cell(_ text: String) -> String { cell(trimmed: "trim(\(text))") }

    /// The same of a text that has no blanks around it.
    func cell(trimmed text: String) -> String {
        guard !words.isEmpty else { return "nullif(\(text), '')" }
        // Nearly all values are longer than the words; comparing them takes the time.
        let longest = words.map(\.utf8.count).max()! + 4
        return """
            CASE WHEN strlen(\(text)) > \(longest) THEN \(text)
                WHEN lower(\(text)) NOT IN ('', \(words.map(SQL.literal).joined(separator: ", "))) THEN \(text) END
            """
    }

    /// Whether a text is one of the words, as a condition.
    func isMissing(_ text: String) -> String {
        words.isEmpty ? "false" : "lower(trim(\(text))) IN (\(words.map(SQL.literal).joined(separator: ", ")))"
    }
}
