import DuckDB
import TestSupport
import Testing

/// Names and values in SQL text stay names and values.
@Suite struct SQLTests {
    private static let texts = [
        "", "a", "it's", "'; DROP TABLE t; --", "\"quoted\"", "back\\slash", "line\nend", "tab\t", "%_", "$1", "?",
        "é🙂",
        "\u{200F}right to left", "''", "\u{1}", "\u{FEFF}",
    ]

    @Test(arguments: Self.texts)
    func literals(text: String) throws {
        let connection = try Database.open().connect()
        #expect(try connection.row("SELECT \(SQL.literal(text))") { $0.string(0) } == text)
        #expect(
            try connection.rows("SELECT unnest(\(SQL.list([text, "x", text])))") { $0.string(0) } == [text, "x", text])
    }

    @Test(arguments: Self.texts.filter { !$0.isEmpty })
    func identifiers(text: String) throws {
        let connection = try Database.open().connect()
        let (table, columns) = (SQL.identifier(text), SQL.identifiers([text, text + "2"]))
        try connection.execute(
            "CREATE TABLE \(table) (\(SQL.identifier(text)) INTEGER, \(SQL.identifier(text + "2")) INTEGER)")
        try connection.execute("INSERT INTO \(table) (\(columns)) VALUES (1, 2)")
        let result = try connection.query("SELECT \(columns) FROM \(table)")
        #expect(result.columnNames == [text, text + "2"])
    }

    /// Folders whose names look like patterns or like columns.
    @Test(arguments: ["plain", "with space", "it's", "star*", "year=2020", "[ab]", "what?", "é🙂"])
    func parquetFolders(name: String) throws {
        let folder = try TemporaryFolder()
        try folder.write("\(name)/note.txt", "")
        let connection = try Database.open().connect()
        let path = "\(folder.path)/\(name)"
        for part in 0..<2 {
            try connection.execute(
                "COPY (SELECT \(part) AS x) TO \(SQL.literal("\(path)/part-\(part).parquet")) (FORMAT parquet)")
        }
        let result = try connection.query("SELECT * FROM \(SQL.parquet(in: path)) ORDER BY x")
        #expect(result.columnNames == ["x"])
        #expect(result.nextChunk()?.count == 2)
    }
}
