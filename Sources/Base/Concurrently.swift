internal import Dispatch
internal import Foundation
internal import Synchronization

/// Does numbered pieces of work on several threads, each with a worker of its own, such as a connection.
///
/// The threads are of their own, neither those of Swift's cooperative pool nor Dispatch's: a piece may take long, may block,
/// and may do pieces of its own side by side, and each of them gets its threads. The first error ends the work; pieces that
/// are under way are waited for.
///
/// - Parameters:
///   - count: How many pieces there are.
///   - threads: At most so many threads.
///   - progress: Told after each piece how many are done; nil: nobody.
///   - worker: Makes a thread's worker.
///   - body: Does one piece.
/// - Returns: The results in the order of the pieces.
/// - Throws: What the first failing worker or piece threw.
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

/// Does the same on several threads, of which the caller's is one, and waits for all of them.
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

/// What a thread does once. A thread keeps its block for some time after its end; the work is let go of before that.
private final class Job: @unchecked Sendable {
    // Made by one thread and run by another, which begins after it.
    private var work: (@Sendable () -> Void)?

    init(_ work: @escaping @Sendable () -> Void) { self.work = work }

    @inline(never)
    func run() {
        let work = work.take()!
        work()
    }
}
