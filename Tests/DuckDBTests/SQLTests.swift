import Base
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

    @Test(arguments: Self.texts + ["a\0b"])
    func values(text: String) throws {
        let connection = try Database.open().connect()
        #expect(try connection.row("SELECT \(text)") { $0.string(0) } == text)
    }

    @Test(arguments: Self.texts)
    func literals(text: String) throws {
        let connection = try Database.open().connect()
        #expect(try connection.row("SELECT \(literal: text)") { $0.string(0) } == text)
        #expect(try connection.rows("SELECT unnest(\(list: [text, "x", text]))") { $0.string(0) } == [text, "x", text])
    }

    @Test(arguments: Self.texts.filter { !$0.isEmpty })
    func identifiers(text: String) throws {
        let connection = try Database.open().connect()
        let (columns, other) = ([text, text + "2"], text + "2")
        try connection.execute("CREATE TABLE \(name: text) (\(name: text) INTEGER, \(name: other) INTEGER)")
        try connection.execute("INSERT INTO \(name: text) (\(names: columns)) VALUES (1, 2)")
        let result = try connection.query("SELECT \(names: columns) FROM \(name: text)")
        #expect(result.columnNames == columns)
    }

    /// A text cannot end early at a NUL.
    @Test func aNulInTheText() throws {
        let connection = try Database.open().connect()
        let error = #expect(throws: DuckDBError.self) {
            try connection.execute("SELECT \(literal: "a\0', b")")
        }
        #expect(error?.problem == "The SQL text has a NUL character.")
    }

    /// A bound value has the type and the value of the same value written out.
    @Test func types() throws {
        let connection = try Database.open().connect()
        let day = Day(year: 2024, month: 2, day: 29)
        func row(_ sql: SQL) throws -> [String?] { try connection.row(sql) { row in (0..<9).map { row.string($0) } } }
        let none: Int? = nil
        let columns: SQL = """
            typeof(a), typeof(b), typeof(c), typeof(d), a::VARCHAR, b::VARCHAR, c::VARCHAR, d::VARCHAR, e::VARCHAR
            """
        let bound = try row(
            """
            SELECT \(columns) FROM (SELECT \(7) + 1 AS a, \(1 << 40) AS b, \(day) - \(29) AS c,
                \(true) AS d, \(none) AS e)
            """)
        let literal = try row(
            """
            SELECT \(columns) FROM (SELECT \(literal: 7) + 1 AS a, \(literal: 1 << 40) AS b,
                \(literal: day) - \(literal: 29) AS c, \(literal: true) AS d, \(literal: none) AS e)
            """)
        #expect(bound == ["INTEGER", "BIGINT", "DATE", "BOOLEAN", "8", "1099511627776", "2024-01-31", "true", nil])
        #expect(bound == literal)
        let doubles = [0.1, -1.5, 1e300, .infinity, .leastNonzeroMagnitude]
        for double in doubles {
            #expect(try connection.row("SELECT \(double)") { $0.double(0) } == double)
        }
    }

    /// Fragments take their values along, and a fragment may stand in a text twice.
    @Test func fragments() throws {
        let connection = try Database.open().connect()
        let low: SQL = "i >= \(3)"
        let conditions = [low, "i < \(8)", "i <> \(5)"].joined(separator: " AND ")
        let rows = try connection.rows(
            "SELECT i + \(100) FROM range(\(10)) AS t(i) WHERE \(conditions) AND \(low) ORDER BY i"
        ) { $0.int(0) }
        #expect(rows == [103, 104, 106, 107])
        var text: SQL = "SELECT "
        text += low + " FROM range(1) AS t(i)"
        #expect(try connection.row(text) { $0.int(0) } == 0)
    }

    /// Each of several statements gets the values that stand in it.
    @Test func severalStatements() throws {
        let connection = try Database.open().connect()
        let last = try connection.rows(
            """
            CREATE TABLE t AS SELECT \(1) AS a, \("it's") AS b; SELECT 1;
            INSERT INTO t VALUES (\(2), \("two; three")); SELECT b FROM t WHERE a < \(3) ORDER BY a
            """
        ) { $0.string(0) }
        #expect(last == ["it's", "two; three"])
    }

    /// Where DuckDB takes parameters, and where it does not.
    @Test func places() throws {
        let folder = try TemporaryFolder()
        let connection = try Database.open().connect()
        let file = "\(folder.path)/it's.parquet"
        try connection.execute("COPY (SELECT \(5) AS x) TO \(file) (FORMAT parquet)")
        #expect(try connection.row("SELECT x FROM read_parquet(\(file))") { $0.int(0) } == 5)
        #expect(try connection.rows("SELECT file FROM glob(\(file))") { $0.string(0) } == [file])
        try connection.execute("SET threads = \(1)")
        let view = #expect(throws: DuckDBError.self) {
            try connection.execute("CREATE VIEW v AS SELECT \(1) AS x")
        }
        #expect(view?.kind == .binder)
        try connection.execute("CREATE VIEW v AS SELECT \(literal: 1) AS x")
        let group = #expect(throws: DuckDBError.self) {
            try connection.execute("SELECT 1 AS x GROUP BY \(1)")
        }
        #expect(group != nil)
        for sql: SQL in ["SELECT '\("x")'", "SELECT '\("x")'; SELECT 1"] {
            let quoted = #expect(throws: DuckDBError.self) { try connection.execute(sql) }
            #expect(quoted?.problem == "A value of the statement has no place in it; is it inside quotes?")
        }
        // A parameter of the text's own has no value.
        #expect(throws: DuckDBError.self) { try connection.execute("SELECT $1, \(1)") }
        #expect(throws: DuckDBError.self) { try connection.execute("SELECT $value_9, \(1)") }
        #expect(try connection.row("SELECT 7") { $0.int(0) } == 7)
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
                "COPY (SELECT \(part) AS x) TO \(literal: "\(path)/part-\(part).parquet") (FORMAT parquet)")
        }
        let result = try connection.query("SELECT * FROM \(SQL(parquetIn: path)) ORDER BY x")
        #expect(result.columnNames == ["x"])
        #expect(result.nextChunk()?.count == 2)
    }
}
