internal import Base
internal import DuckDB
internal import Foundation
internal import Synchronization

/// Runs work on files and queries on threads of its own. Such work blocks, and requests must not wait for each other.
final class Workbench: Sendable {
    private let queue: OperationQueue
    private let database: Database

    init() throws {
        queue = OperationQueue()
        queue.name = "prospect.dashboard"
        let threads = max(2, ProcessInfo.processInfo.activeProcessorCount)
        queue.maxConcurrentOperationCount = threads
        database = try Database.open(settings: ["threads": "\(threads)", "memory_limit": "1GB"])
    }

    /// Does work that may block.
    ///
    /// - Throws: `CancellationError` as soon as the task is cancelled. Work that waits for a thread is then dropped; work that
    ///   has begun ends unseen.
    func run<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await run { _ in try work() }
    }

    /// Asks the database, with a connection of its own; a query that runs when the task is cancelled is interrupted.
    func query<Value: Sendable>(_ work: @escaping @Sendable (Connection) throws -> Value) async throws -> Value {
        try await run { [database] cancellation in
            let connection = try database.connect()
            connection.interrupt(when: cancellation)
            return try work(connection)
        }
    }

    private func run<Value: Sendable>(
        _ work: @escaping @Sendable (Cancellation) throws -> Value
    ) async throws -> Value {
        let cancellation = Cancellation()
        let waiting = Waiting<Value>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                waiting.set(continuation)
                if Task.isCancelled { return waiting.resume(.failure(CancellationError())) }
                queue.addOperation {
                    if !cancellation.isCancelled { waiting.resume(Result { try work(cancellation) }) }
                }
            }
        } onCancel: {
            waiting.resume(.failure(CancellationError()))
            cancellation.cancel()
        }
    }
}

/// A continuation that is resumed once, by whoever comes first.
private final class Waiting<Value: Sendable>: Sendable {
    private let continuation = Mutex<CheckedContinuation<Value, any Error>?>(nil)

    func set(_ new: CheckedContinuation<Value, any Error>) { continuation.withLock { $0 = new } }

    func resume(_ result: Result<Value, any Error>) {
        let waiting = continuation.withLock { continuation in
            defer { continuation = nil }
            return continuation
        }
        waiting?.resume(with: result)
    }
}
