import DuckDB
import Testing

/// Who keeps whom alive: no handle is closed under its user, none stays behind.
@Suite struct LifetimeTests {
    @Test func aConnectionKeepsItsDatabase() throws {
        weak var database: Database?
        do {
            let connection: Connection
            do {
                let opened = try Database.open()
                database = opened
                connection = try opened.connect()
            }
            #expect(try connection.row("SELECT 7") { $0.int(0) } == 7)
            #expect(database != nil)
        }
        #expect(database == nil)
    }

    /// A result that is larger than what DuckDB keeps in one block, read after everything else has been let go.
    @Test func aResultOutlivesItsConnection() throws {
        let result = try Database.open().connect().query(
            "SELECT i, 'a text of more than twelve bytes ' || i FROM range(300000) AS t(i) ORDER BY i")
        var (rows, sum): (Int, Int64) = (0, 0)
        while let chunk = result.nextChunk() {
            sum += chunk.values(0, as: Int64.self).reduce(0, +)
            rows += chunk.count
        }
        #expect(rows == 300_000 && sum == 299_999 * 150_000)
    }

    /// Results, connections and databases that are made and dropped by the hundred, failed ones included.
    @Test func manyOfAll() throws {
        for round in 0..<100 {
            let database = try Database.open(settings: ["threads": "1"])
            let connections = try (0..<4).map { _ in try database.connect() }
            for connection in connections {
                #expect(try connection.row("SELECT \(unsafe: round)") { $0.int(0) } == round)
                #expect(throws: DuckDBError.self) { try connection.execute("SELECT error('no')") }
            }
        }
    }

    private final class Sink: RowSink {
        let onEnd: @Sendable () -> Void
        init(onEnd: @escaping @Sendable () -> Void) { self.onEnd = onEnd }
        deinit { onEnd() }
        func makeWorker() -> any RowSinkWorker { Worker() }

        private final class Worker: RowSinkWorker {
            func take(_ chunk: InputChunk) throws {}
        }
    }

    /// What is registered lives as long as the database, or until another takes its name.
    @Test func registeredThingsGoWithTheDatabase() throws {
        let ended = Counter()
        do {
            let connection = try Database.open().connect()
            try connection.register(Sink { ended.add() }, as: "take", columns: [.bigint])
            try connection.execute("SELECT sum(take(i)) FROM range(10000) AS t(i)")
            #expect(ended.count == 0)
            try connection.register(Sink { ended.add() }, as: "take", columns: [.bigint])
            #expect(ended.count == 1)
            let kept = Sink { ended.add() }
            try connection.register(numbers: { [kept] _ in withExtendedLifetime(kept) { 1 } }, as: "reading")
            try connection.execute("SELECT reading('x')")
        }
        #expect(ended.count == 3)
    }
}
