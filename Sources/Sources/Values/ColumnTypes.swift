internal import DuckDB

/// The column types of Parquet files and databases.
enum ColumnTypes {
    private static let floating = ["DOUBLE", "FLOAT", "DECIMAL"]
    private static let whole = [
        "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT",
    ]

    static func isNumber(_ type: String) -> Bool { isFloating(type) || whole.contains(type) }

    private static func isFloating(_ type: String) -> Bool { floating.contains { type.hasPrefix($0) } }

    /// Whether values are days or times without a time zone.
    static func isPlainDate(_ type: String) -> Bool {
        type == "DATE" || type.hasPrefix("TIMESTAMP") && type != zoned
    }

    /// The type of instants.
    static let zoned = "TIMESTAMP WITH TIME ZONE"

    /// Returns a value as text. A whole number stored with a fraction, 12.0, becomes 12.
    static func text(_ column: String, type: String?) -> String {
        let name = SQL.identifier(column)
        guard let type, isFloating(type) else { return "\(name)::VARCHAR" }
        return
            "coalesce(CASE WHEN \(name) = floor(\(name)) AND abs(\(name)) < 9e15 THEN \(name)::BIGINT::VARCHAR END, \(name)::VARCHAR)"
    }
}
