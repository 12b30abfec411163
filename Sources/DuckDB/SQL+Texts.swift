/// Names and values as text, for SQL that is put together as text; it reaches a connection through `SQL(unsafe:)`.
extension SQL {
    /// The text of a fragment that binds no values.
    package var text: String {
        let (text, values) = statement
        precondition(values.isEmpty, "A fragment that binds values cannot be put together as text.")
        return text
    }

    /// A column or table name in double quotes.
    package static func identifier(_ name: String) -> String {
        "\"" + name.replacing("\"", with: "\"\"") + "\""
    }

    /// A string in single quotes.
    package static func literal(_ text: String) -> String {
        "'" + text.replacing("'", with: "''") + "'"
    }

    /// Names in double quotes, joined by commas.
    package static func identifiers(_ names: some Sequence<String>) -> String {
        names.map(identifier).joined(separator: ", ")
    }

    /// Strings in single quotes as a list value.
    package static func list(_ texts: some Sequence<String>) -> String {
        "[" + texts.map(literal).joined(separator: ", ") + "]::VARCHAR[]"
    }

    /// The rows of every Parquet file in a folder, whatever characters its path has: no part of the path is a pattern,
    /// and none that reads `key=value` adds a column.
    package static func parquet(in folder: String) -> String {
        let path = folder.map { "*?[".contains($0) ? "[\($0)]" : String($0) }.joined()
        return "read_parquet(\(literal(path + "/*.parquet")), hive_partitioning = false)"
    }

    /// A text expression made safe for a cell of a CSV file that people open in a spreadsheet: what `SafeCell.text` gives
    /// for a text in Swift.
    ///
    /// What is safe already does not change.
    ///
    /// - Parameter expression: best a column: it is repeated, and a long one takes long to plan.
    package static func safeCell(_ expression: String) -> String {
        let control = #"[\x00-\x1F\x7F-\x{9F}]"#
        let invisible =
            #"[\x00-\x20\x7F-\x{9F}\pZ\x{AD}\x{61C}\x{180E}\x{200B}-\x{200F}\x{202A}-\x{202E}"#
            + #"\x{2060}-\x{2064}\x{2066}-\x{2069}\x{FEFF}]"#
        let formula = "\(invisible)*[=+@＝＋－＠-]"
        let number = #" *[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)? *"#
        let clean = "regexp_replace(\(expression), '\(control)', ' ', 'g')"
        // Few cells need anything, and one look tells.
        return """
            CASE WHEN NOT regexp_matches(\(expression), '^\(formula)|\(control)') THEN \(expression)
                WHEN regexp_matches(\(expression), '^([\\t\\r\\n]|\(formula))')
                    AND NOT regexp_full_match(\(expression), '\(number)')
                THEN '''' || \(clean) ELSE \(clean) END
            """
    }
}
