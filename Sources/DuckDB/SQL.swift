/// Quoting of names and values in SQL text.
package enum SQL {
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

    /// A text expression made safe for a cell of a CSV file that people open in a spreadsheet.
    ///
    /// Control characters become spaces, and a cell that a spreadsheet would run as a formula (it begins with
    /// `=`, `+`, `-`, `@`, a tab or a line end, and is no number) gets an apostrophe in front: `-5` stays a number. What
    /// is safe already does not change. `ProspectCore.SafeCell` is the same for texts in Swift. OWASP, "CSV Injection".
    ///
    /// - Parameter expression: best a column: it is repeated, and a long one takes long to plan.
    package static func safeCell(_ expression: String) -> String {
        let control = "[\\x00-\\x1F\\x7F\\x{80}-\\x{9F}]"
        let clean = "regexp_replace(\(expression), '\(control)', ' ', 'g')"
        // Few cells need anything, and one look tells.
        return """
            CASE WHEN NOT regexp_matches(\(expression), '^[=+@-]|\(control)') THEN \(expression)
                WHEN regexp_matches(\(expression), '^[=+@\\t\\r\\n-]') AND TRY_CAST(\(expression) AS DOUBLE) IS NULL
                THEN '''' || \(clean) ELSE \(clean) END
            """
    }
}
