internal import DuckDB

/// The words for a missing value.
struct MissingWords {
    private let words: [String]

    init(_ words: [String]) { self.words = Set(words.map { $0.lowercased() }).sorted() }

    /// Returns a text without spaces around it, or NULL if it is empty or one of the words.
    func cell(_ text: String) -> String { cell(trimmed: "trim(\(text))") }

    /// Returns a trimmed text, or NULL if it is empty or one of the words.
    func cell(trimmed text: String) -> String {
        guard !words.isEmpty else { return "nullif(\(text), '')" }
        // Nearly all values are longer than the words, and comparing words takes time.
        let longest = words.map(\.utf8.count).max()! + 4
        return """
            CASE WHEN strlen(\(text)) > \(longest) THEN \(text)
                WHEN lower(\(text)) NOT IN ('', \(words.map(SQL.literal).joined(separator: ", "))) THEN \(text) END
            """
    }

    /// Returns a condition for texts that are one of the words.
    func isMissing(_ text: String) -> String {
        words.isEmpty ? "false" : "lower(trim(\(text))) IN (\(words.map(SQL.literal).joined(separator: ", ")))"
    }
}
