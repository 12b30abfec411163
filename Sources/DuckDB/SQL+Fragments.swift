extension SQL {
    /// A value, bound as a parameter.
    init(value: SQLValue) { self.init(parts: [.value(value)]) }

    /// Texts in single quotes as a list value.
    package init(list texts: some Sequence<String>) {
        self.init(unsafe: "[" + texts.map { SQLValue.text($0).literal }.joined(separator: ", ") + "]::VARCHAR[]")
    }

    /// The rows of every Parquet file in a folder, whatever characters its path has: no part of the path is a pattern,
    /// and none that reads `key=value` adds a column.
    package init(parquetIn folder: String) {
        let path = folder.map { "*?[".contains($0) ? "[\($0)]" : String($0) }.joined()
        self = "read_parquet(\(literal: path + "/*.parquet"), hive_partitioning = false)"
    }

    /// A text expression made safe for a cell of a CSV file that people open in a spreadsheet: what `SafeCell.text` gives
    /// for a text in Swift.
    ///
    /// What is safe already does not change.
    ///
    /// - Parameter expression: best a column: it is repeated, and a long one takes long to plan.
    package init(safeCell expression: SQL) {
        let control = #"[\x00-\x1F\x7F-\x{9F}]"#
        let invisible =
            #"[\x00-\x20\x7F-\x{9F}\pZ\x{AD}\x{61C}\x{180E}\x{200B}-\x{200F}\x{202A}-\x{202E}"#
            + #"\x{2060}-\x{2064}\x{2066}-\x{2069}\x{FEFF}]"#
        let formula = "\(invisible)*[=+@＝＋－＠-]"
        let number = #" *[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)? *"#
        let clean: SQL = "regexp_replace(\(expression), '\(unsafe: control)', ' ', 'g')"
        // Few cells need anything, and one look tells.
        self = """
            CASE WHEN NOT regexp_matches(\(expression), '^\(unsafe: formula)|\(unsafe: control)') THEN \(expression)
                WHEN regexp_matches(\(expression), '^([\\t\\r\\n]|\(unsafe: formula))')
                    AND NOT regexp_full_match(\(expression), '\(unsafe: number)')
                THEN '''' || \(clean) ELSE \(clean) END
            """
    }
}
