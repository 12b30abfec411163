import Testing

@testable import DuckDB

/// Values read out of results: every type, NULL, texts of every length, and more rows than a chunk holds.
@Suite struct RowTests {
    private static let wholeNumberTypes = [
        "BOOLEAN", "TINYINT", "UTINYINT", "SMALLINT", "USMALLINT", "INTEGER", "UINTEGER", "BIGINT", "UBIGINT",
        "HUGEINT",
    ]

    @Test(arguments: Self.wholeNumberTypes)
    func wholeNumbers(type: String) throws {
        let values = try Database.open().connect().rows(
            "SELECT x::\(unsafe: type), x::\(unsafe: type) FROM (VALUES (1), (NULL), (0)) AS t(x)"
        ) { [$0.int(0).map(Double.init), $0.double(1)] }
        #expect(values == [[1, 1], [nil, nil], [0, 0]])
    }

    @Test(arguments: [
        ("TINYINT", -128, 127), ("UTINYINT", 0, 255), ("SMALLINT", -32768, 32767), ("USMALLINT", 0, 65535),
        ("INTEGER", Int(Int32.min), Int(Int32.max)), ("UINTEGER", 0, Int(UInt32.max)), ("BIGINT", .min + 1, .max),
        ("UBIGINT", 0, .max), ("HUGEINT", .min + 1, .max),
    ])
    func ends(type: String, low: Int, high: Int) throws {
        let read = try Database.open().connect().row(
            "SELECT (\(unsafe: low))::\(unsafe: type), (\(unsafe: high))::\(unsafe: type)"
        ) {
            ($0.int(0), $0.int(1))
        }
        #expect(read == (low, high))
    }

    /// Values are read by the name and the type of their column.
    @Test func names() throws {
        let connection = try Database.open().connect()
        let sql: SQL =
            "SELECT 7 AS weeks, 'a' AS id, 0.5::DOUBLE AS share, DATE '1970-01-02' AS day, NULL::INTEGER AS none"
        let row = try connection.row(sql) {
            (try $0.int("weeks"), try $0.string("id"), try $0.double("share"), try $0.int("day"), try $0.int("none"))
        }
        #expect(row == (7, "a", 0.5, 1, nil))
        #expect(try connection.row(sql) { try $0.double("weeks") } == 7)
        for (name, problem) in [
            ("week", "The result has no column 'week'; it has weeks, id, share, day, none."),
            ("id", "The column 'id' of the result is not a whole number."),
            ("share", "The column 'share' of the result is not a whole number."),
        ] {
            let error = #expect(throws: DuckDBError.self) { try connection.row(sql) { try $0.int(name) } }
            #expect(error?.problem == problem)
        }
        let text = #expect(throws: DuckDBError.self) { try connection.row(sql) { try $0.string("weeks") } }
        #expect(text?.problem == "The column 'weeks' of the result is not a text.")
        let number = #expect(throws: DuckDBError.self) { try connection.row(sql) { try $0.double("id") } }
        #expect(number?.problem == "The column 'id' of the result is not a number.")
    }

    @Test func fractionsAndDates() throws {
        let row = try Database.open().connect().rows(
            """
            SELECT * FROM (VALUES (0.1::FLOAT, 0.1::DOUBLE, DATE '1970-01-02', 'a'), (NULL, NULL, NULL, NULL),
                ('inf'::FLOAT, '-inf'::DOUBLE, DATE '1969-12-31', ''))
            """
        ) { ($0.double(0), $0.double(1), $0.int(2), $0.string(3)) }
        #expect(row[0] == (Double(Float(0.1)), 0.1, 1, "a"))
        #expect(row[1] == (nil, nil, nil, nil))
        #expect(row[2] == (.infinity, -.infinity, -1, ""))
    }

    /// DuckDB keeps up to 12 bytes of a text in its vector, and a pointer to longer ones.
    @Test func textsOfEveryLength() throws {
        let connection = try Database.open().connect()
        let texts = try connection.rows("SELECT repeat('é', n // 2) || repeat('x', n % 2) FROM range(64) AS t(n)") {
            $0.string(0)
        }
        #expect(texts.map { $0?.utf8.count } == (0..<64).map { $0 })
        #expect(texts[13] == "ééééééx")
        let odd = try connection.row("SELECT 'a' || chr(0) || 'b', '🙂' || chr(8207) || 'x', repeat('=', 1000000)") {
            [$0.string(0), $0.string(1), $0.string(2)]
        }
        #expect(odd == ["a\0b", "🙂\u{200F}x", String(repeating: "=", count: 1_000_000)])
    }

    /// NULLs are found in their own row, in every chunk.
    @Test(arguments: [0, 1, 2047, 2048, 2049, 10_000])
    func chunks(rows: Int) throws {
        let result = try Database.open().connect().query(
            "SELECT CASE WHEN i % 65 = 64 THEN NULL ELSE i END, 'row ' || i FROM range(\(unsafe: rows)) AS t(i) ORDER BY i"
        )
        #expect(result.columnCount == 2)
        var row = 0
        while let chunk = result.nextChunk() {
            #expect(chunk.count > 0 && chunk.count <= 2048)
            let values = chunk.values(0, as: Int64.self)
            for index in 0..<chunk.count {
                #expect(chunk.isNull(0, index) == (row % 65 == 64) && !chunk.isNull(1, index))
                if !chunk.isNull(0, index) { #expect(values[index] == row) }
                row += 1
            }
        }
        #expect(row == rows)
        #expect(result.nextChunk() == nil)
    }

    /// A chunk is good without its result, and a result without its connection.
    @Test func chunksOutliveTheirResult() throws {
        var chunks: [DataChunk] = []
        do {
            let result = try Database.open().connect().query(
                "SELECT 'a text of more than twelve bytes ' || i AS text FROM range(10000) AS t(i) ORDER BY i")
            #expect(result.columnNames == ["text"])
            while let chunk = result.nextChunk() { chunks.append(chunk) }
        }
        let connection = try Database.open().connect()
        try connection.execute("CREATE TABLE others AS SELECT repeat('z', 40) AS text FROM range(100000)")
        #expect(chunks.reduce(0) { $0 + $1.count } == 10_000)
        let texts = chunks.flatMap { chunk in (0..<chunk.count).map { Row(chunk: chunk, index: $0).string(0) } }
        #expect(texts == (0..<10_000).map { "a text of more than twelve bytes \($0)" })
    }

    /// Several statements give the result of the last; DDL has no rows.
    @Test func statements() throws {
        let connection = try Database.open().connect()
        #expect(
            try connection.row("CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (1), (2); SELECT sum(x) FROM t") {
                $0.int(0)
            } == 3)
        #expect(try connection.rows("SELECT x FROM t WHERE x > 2") { $0.int(0) }.isEmpty)
        try connection.execute("DROP TABLE t")
    }
}
