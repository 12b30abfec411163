import Foundation

/// Parquet, JSON Lines and databases that are wrong.
enum MalformedFormats {
    private static let parquet = ["sources.usage": "usage.parquet"]
    private static let json = ["sources.usage": "usage.jsonl"]
    private static let row = #"{"id":1,"WHEN_TIMESTAMP":"2020-03-01","A":1,"U":1}"# + "\n"

    private static func query(_ sql: String) -> [String: String] {
        ["sources.usage": "{database: w.duckdb, query: \"\(sql)\"}"]
    }

    static let cases: [Malformed] = [
        Malformed(
            "Parquet that is none", ["usage.parquet": "id,WHEN_TIMESTAMP,A,U\n1,2020-01-01,1,1\n".data],
            configuration: parquet, says: "The file '{}/usage.parquet' is not a Parquet file, or its end is missing."),
        Malformed(
            "Parquet that is cut off", ["usage.parquet": Data(Compressed.usageParquet.dropLast(40))],
            configuration: parquet, says: "The file '{}/usage.parquet' is not a Parquet file, or its end is missing."),
        Malformed(
            "Parquet without bytes", ["usage.parquet": Data()], configuration: parquet,
            says: "The file '{}/usage.parquet' is empty: it has no bytes."),
        Malformed(
            "Parquet without a column", ["usage.parquet": Compressed.usageParquet],
            configuration: ["sources.usage": "usage.parquet", "columns.actions": "[A, ACTIONS]"],
            says: "The column 'ACTIONS' is missing. The table has the columns 'id', 'WHEN_TIMESTAMP', 'A', 'U'. "
                + "Set columns.actions to the one that is meant."),
        Malformed(
            "JSON that is malformed", ["usage.jsonl": (row + row + "{\"id\":1,\n" + row).data], configuration: json,
            says: "The file '{}/usage.jsonl' has no valid JSON object in line 3."),
        Malformed(
            "JSON that is malformed further on",
            ["usage.jsonl": (String(repeating: row, count: 3_000) + "\n{\"id\":1 oh}\n").data], configuration: json,
            says: "The file '{}/usage.jsonl' has no valid JSON object in line 3002."),
        Malformed(
            "a JSON array", ["usage.jsonl": "[{\"id\":1,\"A\":1},\n{\"id\":2}]\n".data], configuration: json,
            says: "The file '{}/usage.jsonl' holds a JSON array; write one JSON object on each line."),
        Malformed(
            "a JSON array on one line", ["usage.jsonl": "[{\"id\":1,\"A\":1}]\n".data], configuration: json,
            says: "The file '{}/usage.jsonl' holds a JSON array; write one JSON object on each line."),
        Malformed(
            "JSON without a column", ["usage.jsonl": row.replacing("\"U\"", with: "\"V\"").data], configuration: json,
            says: "The column 'U' is missing. The table has the columns 'id', 'WHEN_TIMESTAMP', 'A', 'V'. "
                + "Set columns.users to the one that is meant."),
        Malformed(
            "JSON with objects as counts", ["usage.jsonl": row.replacing("\"A\":1", with: "\"A\":{\"n\":1}").data],
            configuration: json,
            says: "1 row has a value in 'A' that does not parse as a whole number; that is 100.0% of the table, "
                + "more than checks.tolerance allows (1.0%). See usage.jsonl:1 '{\"n\":1}'."),
        Malformed(
            "JSON without lines", ["usage.jsonl": Data()], configuration: json,
            says: "The file '{}/usage.jsonl' is empty: not even a header line is there."),
        Malformed(
            "database missing", configuration: query("SELECT 1"), says: "The database '{}/w.duckdb' does not exist."),
        Malformed(
            "database that is none", ["w.duckdb": "not a database".data], configuration: query("SELECT 1"),
            says: "The file '{}/w.duckdb' is not a DuckDB database; give a file by its path alone."),
        Malformed(
            "query that does not parse", ["w.duckdb": Compressed.database], configuration: query("SELECT * FORM usage"),
            says: "The query against '{}/w.duckdb' failed: syntax error at or near \"usage\"."),
        Malformed(
            "query of a missing table", ["w.duckdb": Compressed.database], configuration: query("SELECT * FROM usages"),
            says: "The query against '{}/w.duckdb' failed: Table with name usages does not exist."),
        Malformed(
            "query that would write", ["w.duckdb": Compressed.database], configuration: query("DROP TABLE usage"),
            says: "The query against '{}/w.duckdb' failed: syntax error at or near \"DROP\"."),
        Malformed(
            "query without a column", ["w.duckdb": Compressed.database],
            configuration: query("SELECT id, A, U FROM usage"),
            says: "The column 'WHEN_TIMESTAMP' is missing. The table has the columns 'id', 'A', 'U'. "
                + "Set columns.timestamp to the one that is meant."),
        Malformed(
            "query without rows", ["w.duckdb": Compressed.database],
            configuration: query("SELECT * FROM usage LIMIT 0"),
            says: "The table has no rows."),
    ]
}
