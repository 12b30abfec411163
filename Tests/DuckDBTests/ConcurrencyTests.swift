import DuckDB
import Foundation
import Testing

/// Several threads, each with a connection of its own.
@Suite struct ConcurrencyTests {
    @Test func connectionsWriteSideBySide() throws {
        let database = try Database.open()
        try database.connect().execute("CREATE TABLE t (writer INTEGER, x INTEGER)")
        let failures = Counter()
        DispatchQueue.concurrentPerform(iterations: 8) { writer in
            do {
                let connection = try database.connect()
                for batch in 0..<10 {
                    try connection.execute(
                        "INSERT INTO t SELECT \(unsafe: writer), \(unsafe: batch) * 100 + i FROM range(100) AS t(i)")
                }
            } catch { failures.add() }
        }
        let (rows, different) = try database.connect().row("SELECT count(*), count(DISTINCT (writer, x)) FROM t") {
            ($0.int(0), $0.int(1))
        }
        #expect(failures.count == 0 && rows == 8000 && different == 8000)
    }

    /// A transaction sees its own rows; another connection sees them after its end.
    @Test func transactionsAreIsolated() throws {
        let database = try Database.open()
        let (writer, reader) = (try database.connect(), try database.connect())
        func count(_ connection: Connection) throws -> Int? {
            try connection.row("SELECT count(*) FROM t") { $0.int(0) }
        }
        try writer.execute("CREATE TABLE t (x INTEGER); BEGIN; INSERT INTO t VALUES (1)")
        #expect(try (count(writer), count(reader)) == (1, 0))
        try writer.execute("COMMIT")
        #expect(try (count(writer), count(reader)) == (1, 1))
        try writer.execute("BEGIN; DELETE FROM t; ROLLBACK")
        #expect(try count(reader) == 1)
    }

    /// Temporary tables are a connection's own.
    @Test func temporaryTables() throws {
        let database = try Database.open()
        let (first, second) = (try database.connect(), try database.connect())
        try first.execute("CREATE TEMP TABLE mine AS SELECT 1 AS x")
        #expect(throws: DuckDBError.self) { try second.execute("FROM mine") }
        #expect(try first.row("FROM mine") { $0.int(0) } == 1)
    }

    /// Functions are registered while others of the database run.
    @Test func registeringSideBySide() throws {
        let database = try Database.open(settings: ["threads": "2"])
        let failures = Counter()
        DispatchQueue.concurrentPerform(iterations: 8) { thread in
            do {
                let connection = try database.connect()
                for round in 0..<20 {
                    let name = "reading_\(round)"
                    try connection.register(numbers: { Double($0.count) }, as: name)
                    let sum = try connection.row(
                        "SELECT sum(\(unsafe: name)(i::VARCHAR))::BIGINT FROM range(1000) AS t(i)"
                    ) {
                        $0.int(0)
                    }
                    if sum != 2890 { failures.add() }
                }
            } catch { failures.add() }
        }
        #expect(failures.count == 0)
    }

    /// The version of the library is that of the extensions beside it.
    @Test func version() { #expect(Database.libraryVersion.wholeMatch(of: /v\d+\.\d+\.\d+/) != nil) }
}
