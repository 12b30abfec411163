internal import Dispatch
internal import Foundation
internal import Synchronization

/// Runs numbered pieces of work on several threads, each with a worker of its own, such as a connection.
///
/// The threads belong neither to Swift's cooperative pool nor to Dispatch, because a piece may take long and may block.
/// A piece may also run pieces of its own side by side, and each of them gets its threads. The first error ends the
/// work, after the pieces under way have ended.
///
/// - Parameters:
///   - count: The number of pieces.
///   - threads: Maximum number of threads.
///   - progress: Receives the number of finished pieces after each piece. nil: no report.
///   - worker: Makes the worker of a thread.
///   - body: Runs one piece.
/// - Returns: The results in the order of the pieces.
/// - Throws: The error of the first failing worker or piece.
package func concurrently<Worker, Result: Sendable>(
    _ count: Int, threads: Int, progress: (any ProgressReporter)? = nil, worker: @Sendable () throws -> Worker,
    body: @Sendable (Worker, Int) throws -> Result
) throws -> [Result] {
    let next = Atomic(0)
    let state = Mutex<(results: [Int: Result], failure: (any Error)?)>(([:], nil))
    // The threads end before this function does.
    withoutActuallyEscaping(worker) { worker in
        withoutActuallyEscaping(body) { body in
            onThreads(max(1, min(threads, count))) {
                do {
                    let worker = try worker()
                    while state.withLock({ $0.failure == nil }) {
                        let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                        guard index < count else { return }
                        let result = try body(worker, index)
                        let done = state.withLock { state in
                            state.results[index] = result
                            return state.results.count
                        }
                        progress?.advance(to: done)
                    }
                } catch {
                    state.withLock { if $0.failure == nil { $0.failure = error } }
                }
            }
        }
    }
    let (results, failure) = state.withLock { ($0.results, $0.failure) }
    if let failure { throw failure }
    return (0..<count).map { results[$0]! }
}

/// Runs the same work on several threads, including the caller's, and waits for all of them.
private func onThreads(_ count: Int, _ work: @escaping @Sendable () -> Void) {
    let others = DispatchGroup()
    for _ in 1..<count {
        others.enter()
        let job = Job(work)
        let thread = Thread {
            job.run()
            others.leave()
        }
        thread.stackSize = 8 << 20
        thread.start()
    }
    work()
    others.wait()
}

/// Work that a thread runs once. A thread keeps its block for some time after its end, but the work is released before
/// that.
private final class Job: @unchecked Sendable {
    // One thread makes it and another runs it, which begins later.
    private var work: (@Sendable () -> Void)?

    init(_ work: @escaping @Sendable () -> Void) { self.work = work }

    @inline(never)
    func run() {
        let work = work.take()!
        work()
    }
}
