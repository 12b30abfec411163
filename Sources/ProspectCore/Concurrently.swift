import Dispatch
import Synchronization

/// Does numbered pieces of work on several threads, each with a worker of its own, such as a connection.
///
/// The threads are Dispatch's, not those of Swift's cooperative pool: a piece may take long and may block. The first
/// error ends the work; pieces that are under way are waited for.
///
/// - Parameters:
///   - count: How many pieces there are.
///   - threads: At most so many threads.
///   - progress: Told after each piece how many are done; nil: nobody.
///   - worker: Makes a thread's worker.
///   - body: Does one piece.
/// - Returns: The results in the order of the pieces.
/// - Throws: What the first failing worker or piece threw.
public func concurrently<Worker, Result: Sendable>(
    _ count: Int, threads: Int, progress: (any ProgressReporter)? = nil, worker: @Sendable () throws -> Worker,
    body: @Sendable (Worker, Int) throws -> Result
) throws -> [Result] {
    let next = Atomic(0)
    let state = Mutex<(results: [Int: Result], failure: (any Error)?)>(([:], nil))
    DispatchQueue.concurrentPerform(iterations: max(1, min(threads, count))) { _ in
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
    let (results, failure) = state.withLock { ($0.results, $0.failure) }
    if let failure { throw failure }
    return (0..<count).map { results[$0]! }
}
