import Base
import DuckDB
import Foundation
import Synchronization
import Testing

@testable import Dashboard

/// A request that takes too long leaves no query behind.
@Suite struct TimeLimitTests {
    /// Hours of work, on all threads of the database.
    private static let endless: SQL = "SELECT count(*) FROM range(10000000000) AS a(i) WHERE md5(i::VARCHAR) = 'x'"

    @Test(.timeLimit(.minutes(1))) func theQueryOfACancelledTaskEnds() async throws {
        let workbench = try Workbench()
        let progress = Progress()
        let task = Task {
            try await workbench.query { connection in
                progress.hasStarted.store(true, ordering: .releasing)
                let error = #expect(throws: DuckDBError.self) { try connection.execute(Self.endless) }
                #expect(error?.isInterruption == true)
                // Nor does the work go on with its next query.
                #expect(throws: DuckDBError.self) { try connection.execute(Self.endless) }
                progress.hasEnded.store(true, ordering: .releasing)
            }
        }
        // On a thread of its own: other tests may hold those of tasks, and the query takes all cores.
        let cancelling = Thread {
            while !progress.hasStarted.load(ordering: .acquiring) { usleep(1000) }
            usleep(20_000)
            task.cancel()
        }
        cancelling.start()
        await #expect(throws: CancellationError.self) { try await task.value }
        while !progress.hasEnded.load(ordering: .acquiring) { try await Task.sleep(for: .milliseconds(5)) }
        #expect(try await workbench.query { try $0.row("SELECT 7") { $0.int(0) } } == 7)
    }
}

private final class Progress: Sendable {
    let hasStarted = Atomic(false)
    let hasEnded = Atomic(false)
}
