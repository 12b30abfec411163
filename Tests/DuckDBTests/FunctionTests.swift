import DuckDB
import Synchronization
import Testing

/// Swift functions in SQL: readings of a text, and sinks.
@Suite struct FunctionTests {
    private struct Refused: Error, CustomStringConvertible { let description = "the sink has had enough" }

    /// Adds up whole numbers, each thread its own.
    private final class Sum: RowSink {
        let total = Counter()
        let rows = Counter()
        let workers = Counter()
        let limit: Int

        init(limit: Int = .max) { self.limit = limit }

        func makeWorker() -> any RowSinkWorker {
            workers.add()
            return Worker(self)
        }

        private final class Worker: RowSinkWorker {
            let sink: Sum
            init(_ sink: Sum) { self.sink = sink }

            func take(_ chunk: InputChunk) throws {
                guard sink.rows.count < sink.limit else { throw Refused() }
                let values = chunk.values(0, as: Int64.self)
                let validity = chunk.validity(0)
                var sum = 0
                for row in 0..<chunk.count where validity.map({ $0[row >> 6] >> UInt64(row & 63) & 1 == 1 }) ?? true {
                    sum += Int(values[row])
                }
                sink.total.add(sum)
                sink.rows.add(chunk.count)
            }
        }
    }

    /// NULL for NULL and for what cannot be read; texts of every length, constants, and of several chunks.
    @Test func readings() throws {
        let connection = try Database.open().connect()
        try connection.register(numbers: { Double(String(decoding: $0, as: UTF8.self)) }, as: "number")
        try connection.register({ Int32(String(decoding: $0, as: UTF8.self)) }, as: "day_of")
        let read = try connection.row(
            """
            SELECT number('1.5'), number('x'), number(NULL), number(''), number('0.0000000000000000000001'),
                day_of('1'), day_of('x'), day_of(NULL), typeof(day_of('1')), typeof(number('1'))
            """
        ) { row in ((0..<5).map { row.double($0) }, (5..<8).map { row.int($0) }, row.string(8), row.string(9)) }
        #expect(read.0 == [1.5, nil, nil, nil, 1e-22])
        #expect(read.1 == [1, nil, nil])
        #expect(read.2 == "DATE" && read.3 == "DOUBLE")
        let many = try connection.row(
            """
            SELECT count(*), count(n), sum(n)::BIGINT FROM (
                SELECT number(CASE WHEN i % 3 = 0 THEN NULL WHEN i % 3 = 1 THEN 'no number' ELSE i::VARCHAR END) AS n
                FROM range(30000) AS t(i))
            """
        ) { [$0.int(0), $0.int(1), $0.int(2)] }
        #expect(many == [30_000, 10_000, (0..<30_000).filter { $0 % 3 == 2 }.reduce(0, +)])
    }

    /// A name stands for its first reading, on all connections of the database and on no other's.
    @Test func aNameStandsForItsFirstReading() throws {
        let database = try Database.open()
        let connections = try [database.connect(), database.connect()]
        for (index, connection) in connections.enumerated() {
            try connection.register(numbers: { _ in Double(index) }, as: "which")
            #expect(try connection.row("SELECT which('x')") { $0.double(0) } == 0)
        }
        #expect(throws: DuckDBError.self) { try Database.open().connect().execute("SELECT which('x')") }
    }

    @Test func aSinkGetsEveryRowOnce() throws {
        let connection = try Database.open(settings: ["threads": "4"]).connect()
        let sink = Sum()
        try connection.register(sink, as: "take", columns: [.bigint])
        let returned = try connection.row(
            "SELECT sum(take(CASE WHEN i % 10 = 0 THEN NULL ELSE i END))::BIGINT FROM range(1000000) AS t(i)"
        ) { $0.int(0) }
        #expect(returned == 1_000_000)
        #expect(sink.rows.count == 1_000_000)
        #expect(sink.total.count == (0..<1_000_000).reduce(0) { $1 % 10 == 0 ? $0 : $0 + $1 })
        #expect(sink.workers.count >= 1)
    }

    /// Equal rows and constants are not taken once for all.
    @Test func equalRowsAllCome() throws {
        let connection = try Database.open().connect()
        let sink = Sum()
        try connection.register(sink, as: "take", columns: [.bigint])
        try connection.execute("SELECT sum(take(1::BIGINT)) FROM range(5000)")
        #expect(sink.rows.count == 5000 && sink.total.count == 5000)
    }

    @Test func anotherSinkTakesTheName() throws {
        let database = try Database.open()
        let (first, second) = (Sum(), Sum())
        let connection = try database.connect()
        try connection.register(first, as: "take", columns: [.bigint])
        try connection.execute("SELECT sum(take(i)) FROM range(10) AS t(i)")
        try database.connect().register(second, as: "take", columns: [.bigint])
        try connection.execute("SELECT sum(take(i)) FROM range(100) AS t(i)")
        #expect((first.rows.count, second.rows.count) == (10, 100))
    }

    /// A sink's error ends the query with its words.
    @Test func aSinkThatFails() throws {
        let connection = try Database.open().connect()
        try connection.register(Sum(limit: 5000), as: "take", columns: [.bigint])
        let error = #expect(throws: DuckDBError.self) {
            try connection.execute("SELECT sum(take(i)) FROM range(1000000) AS t(i)")
        }
        #expect(error?.problem.contains("the sink has had enough") == true)
        #expect(try connection.row("SELECT 7") { $0.int(0) } == 7)
    }

    /// Rows of every type that Swift can write, with NULLs.
    @Test func everyTypeOfColumn() throws {
        let connection = try Database.open().connect()
        try connection.register(EveryType(), as: "every_type")
        for _ in 0..<2 {
            let rows = try connection.rows("SELECT * FROM every_type()") { row in
                ((0..<6).map { row.double($0) }, row.string(6), row.int(7))
            }
            #expect(rows.count == 3)
            #expect(rows[0].0 == [-1, 4_294_967_295, -9e15, 0.5, 0.1, -1] && rows[0].1 == "a" && rows[0].2 == 1)
            #expect(rows[1].0 == Array(repeating: nil, count: 6) && rows[1].1 == nil && rows[1].2 == nil)
            #expect(rows[2].1 == "a text of more than twelve bytes\0, with NUL and 🙂" && rows[2].2 == 0)
        }
    }

    @Test func aTableThatFails() throws {
        let connection = try Database.open().connect()
        try connection.register(EveryType(fails: true), as: "every_type")
        let error = #expect(throws: DuckDBError.self) { try connection.execute("FROM every_type()") }
        #expect(error?.problem.contains("no rows today") == true)
    }

    private final class EveryType: RowTable {
        let columns: [(name: String, type: ColumnType)] = [
            ("i", .integer), ("u", .uinteger), ("b", .bigint), ("f", .float), ("d", .double), ("day", .date),
            ("text", .varchar), ("bool", .boolean),
        ]
        let fails: Bool

        init(fails: Bool = false) { self.fails = fails }

        func makeReader() throws -> any RowTableReader {
            if fails { throw DuckDBError.failed("There are no rows today: no rows today") }
            return Reader()
        }

        private final class Reader: RowTableReader {
            private var isDone = false

            func fill(_ chunk: OutputChunk) throws -> Int {
                guard !isDone else { return 0 }
                isDone = true
                for row in [0, 2] {
                    chunk.column(0, as: Int32.self)[row] = -1
                    chunk.column(1, as: UInt32.self)[row] = .max
                    chunk.column(2, as: Int64.self)[row] = -9_000_000_000_000_000
                    chunk.column(3, as: Float.self)[row] = 0.5
                    chunk.column(4, as: Double.self)[row] = 0.1
                    chunk.column(5, as: Int32.self)[row] = -1
                    chunk.column(7, as: Bool.self)[row] = row == 0
                }
                chunk.setString(6, 0, "a")
                chunk.setString(6, 2, "a text of more than twelve bytes\0, with NUL and 🙂")
                for column in 0..<8 { chunk.setNull(column, 1) }
                return 3
            }
        }
    }
}
