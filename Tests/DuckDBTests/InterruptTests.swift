import Arrow
import Base
import DuckDB
import Foundation
import Testing

/// `Database.interrupt()` ends what runs, and nothing else.
@Suite struct InterruptTests {
    /// Hours of work, on all threads of the database.
    private static let endless: SQL = "SELECT count(*) FROM range(10000000000) AS a(i) WHERE md5(i::VARCHAR) = 'x'"

    /// Runs a body, and interrupts the database until the body has ended.
    private func interrupting(_ database: Database, _ body: () -> Void) {
        let hasEnded = Counter()
        let thread = Thread {
            while hasEnded.count == 0 {
                usleep(20_000)
                database.interrupt()
            }
            hasEnded.add()
        }
        thread.start()
        body()
        hasEnded.add()
        while hasEnded.count < 2 { usleep(1000) }
    }

    @Test(.timeLimit(.minutes(1)))
    func aQueryEnds() throws {
        let database = try Database.open()
        let connection = try database.connect()
        interrupting(database) {
            let error = #expect(throws: DuckDBError.self) { try connection.execute(Self.endless) }
            #expect(error?.isInterruption == true && error?.exitCode == .interrupted)
        }
        #expect(try connection.row("SELECT 7") { $0.int(0) } == 7)
    }

    @Test(.timeLimit(.minutes(1)))
    func everyConnectionEnds() throws {
        let database = try Database.open(settings: ["threads": "2"])
        let connections = try (0..<4).map { _ in Unshared(try database.connect()) }
        let interrupted = Counter()
        interrupting(database) {
            DispatchQueue.concurrentPerform(iterations: connections.count) { index in
                do { try connections[index].value.execute(Self.endless) } catch {
                    if (error as? DuckDBError)?.isInterruption == true { interrupted.add() }
                }
            }
        }
        #expect(interrupted.count == 4)
    }

    /// Rows that are made as they are read end, too, and say why.
    @Test(.timeLimit(.minutes(1)))
    func aStreamEnds() throws {
        let database = try Database.open()
        let connection = try database.connect()
        let stream = try connection.arrowStream(
            "SELECT md5(i::VARCHAR) AS x FROM range(10000000000) AS t(i)", isStreaming: true)
        let columns = try stream.columns()
        interrupting(database) {
            let error = #expect(throws: ArrowError.self) {
                while try ArrowTable.read(stream, columns: columns, rows: 100_000) != nil {}
            }
            #expect(error?.reason?.hasPrefix("INTERRUPT") == true, "\(String(describing: error))")
        }
    }

    /// A cancellation ends the query of its connection, and keeps it from starting another; others go on.
    @Test(.timeLimit(.minutes(1)))
    func oneConnectionEnds() throws {
        let database = try Database.open(settings: ["threads": "2"])
        let (cancelled, other) = (try database.connect(), try database.connect())
        let cancellation = Cancellation()
        cancelled.interrupt(when: cancellation)
        let sum = Unshared(other)
        let result = Counter()
        let thread = Thread {
            usleep(20_000)
            cancellation.cancel()
            let rows: SQL = "SELECT count(*) FROM range(3000000) AS t(i) WHERE md5(i::VARCHAR) > ''"
            if (try? sum.value.row(rows) { $0.int(0) }) == 3_000_000 { result.add() }
            result.add()
        }
        thread.start()
        let error = #expect(throws: DuckDBError.self) { try cancelled.execute(Self.endless) }
        #expect(error?.isInterruption == true)
        #expect(throws: DuckDBError.self) { try cancelled.execute("SELECT 7") }
        while result.count == 0 { usleep(1000) }
        usleep(1000)
        #expect(result.count == 2)
    }

    /// Where nothing runs, nothing is interrupted later.
    @Test func anIdleDatabaseForgetsIt() throws {
        let database = try Database.open()
        let connection = try database.connect()
        database.interrupt()
        #expect(
            try connection.row("SELECT sum(i)::BIGINT FROM range(1000000) AS t(i)") { $0.int(0) } == 499_999_500_000)
    }

    /// Connections come and go while the database is interrupted.
    @Test func closedConnectionsAreLeftAlone() throws {
        let database = try Database.open(settings: ["threads": "1"])
        interrupting(database) {
            for _ in 0..<200 { _ = try? database.connect().row("SELECT 7") { $0.int(0) } }
        }
        #expect(try database.connect().row("SELECT 7") { $0.int(0) } == 7)
    }
}

/// A connection that one thread of a test uses alone.
struct Unshared: @unchecked Sendable {
    let value: Connection
    init(_ value: Connection) { self.value = value }
}
