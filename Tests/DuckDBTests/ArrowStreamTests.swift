import Arrow
import DuckDB
import Testing

/// Results as Arrow streams: their parts, their end, and who keeps what alive.
@Suite struct ArrowStreamTests {
    /// Parts of a result that is made as it is read, in order, and nothing after its end.
    @Test func readsAStreamInParts() throws {
        let connection = try Database.open().connect()
        for rows in [0, 1, 2048, 300_000] {
            let stream = try connection.arrowStream(
                "SELECT i FROM range(\(unsafe: rows)) AS t(i) ORDER BY i", isStreaming: true)
            let columns = try stream.columns()
            var read: [Double] = []
            var parts = 0
            while let part = try ArrowTable.read(stream, columns: columns, rows: 10_000) {
                #expect(part.rowCount <= 10_000 + 2048)
                read += try part.doubles(0)
                parts += 1
            }
            #expect(read == (0..<rows).map(Double.init))
            #expect(parts >= rows / 12_048 && parts <= rows / 10_000 + 1)
            #expect(try ArrowTable.read(stream, columns: columns, rows: 1) == nil)
        }
    }

    @Test func aStreamThatFailsLateSaysSo() throws {
        let connection = try Database.open().connect()
        let stream = try connection.arrowStream(
            "SELECT CASE WHEN i = 900000 THEN error('row ' || i || ' is bad') ELSE i::VARCHAR END AS x FROM range(1000000) AS t(i)",
            isStreaming: true)
        let columns = try stream.columns()
        var rows = 0
        let error = #expect(throws: ArrowError.self) {
            while let part = try ArrowTable.read(stream, columns: columns, rows: 10_000) { rows += part.rowCount }
        }
        #expect(rows < 900_000)
        #expect(error?.problem.contains("row 900000 is bad") == true)
    }

    /// A result in memory may be many streams at once; one that is made as it is read ends with the next statement.
    @Test func streamsAreIndependentOfLaterStatements() throws {
        let connection = try Database.open().connect()
        let first = try connection.arrowStream("SELECT i FROM range(5000) AS t(i)")
        let second = try connection.arrowStream("SELECT -i AS i FROM range(5000) AS t(i)")
        try connection.execute("CREATE TABLE other AS SELECT 1 AS x")
        #expect(try ArrowTable.read(second).doubles(0).last == -4999)
        #expect(try ArrowTable.read(first).doubles(0).last == 4999)
    }

    /// A stream keeps its connection and its database, and lets them go with its end.
    @Test(arguments: [false, true])
    func aStreamKeepsItsConnection(isStreaming: Bool) throws {
        weak var connection: Connection?
        weak var database: Database?
        do {
            let stream: ArrowStream
            do {
                let opened = try Database.open()
                let connected = try opened.connect()
                (database, connection) = (opened, connected)
                stream = try connected.arrowStream(
                    "SELECT i, 'portal number ' || i AS text FROM range(100000) AS t(i)", isStreaming: isStreaming)
            }
            #expect(connection != nil && database != nil)
            let table = try ArrowTable.read(stream)
            #expect(table.rowCount == 100_000)
            #expect(try table.texts(1).last == "portal number 99999")
        }
        #expect(connection == nil && database == nil)
    }

    /// A table that was read has all its values, although nothing of its database is left.
    @Test func aTableOutlivesItsDatabase() throws {
        let table: ArrowTable
        do {
            let connection = try Database.open().connect()
            table = try ArrowTable.read(
                connection.arrowStream(
                    "SELECT i % 3 = 0 AS third, 'a text of more than twelve bytes ' || i AS text FROM range(50000) AS t(i)"
                ))
        }
        #expect(try table.texts(1)[49_999] == "a text of more than twelve bytes 49999")
        #expect(try table.doubles(0).reduce(0, +) == 16_667)
    }

    /// A stream that is thrown away half-read, or not read at all, leaves its connection usable.
    @Test(arguments: [false, true])
    func aStreamMayBeLeft(isStreaming: Bool) throws {
        let connection = try Database.open().connect()
        for parts in 0..<3 {
            let stream = try connection.arrowStream(
                "SELECT i FROM range(1000000) AS t(i)", isStreaming: isStreaming)
            let columns = try stream.columns()
            for _ in 0..<parts { _ = try ArrowTable.read(stream, columns: columns, rows: 1) }
        }
        #expect(try connection.row("SELECT 7") { $0.int(0) } == 7)
    }

    /// What cannot be a stream says so before there is one.
    @Test func aQueryThatFailsHasNoStream() throws {
        let connection = try Database.open().connect()
        #expect(throws: DuckDBError.self) { _ = try connection.arrowStream("SELECT 'x'::INTEGER") }
        #expect(throws: DuckDBError.self) { _ = try connection.arrowStream("SELECT FROM nothing") }
        #expect(try connection.row("SELECT 7") { $0.int(0) } == 7)
    }
}
