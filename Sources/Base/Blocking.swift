internal import Dispatch
internal import Synchronization

/// Runs a task to its end on threads of its own, while the calling thread waits.
///
/// - Parameter cancellation: Cancels the task.
package func waitFor<Value: Sendable>(
    _ cancellation: Cancellation, _ body: @escaping @Sendable () async throws -> Value
) throws -> Value {
    let end = DispatchSemaphore(value: 0)
    let box = ResultBox<Value>()
    let task = Task(executorPreference: QueueExecutor()) {
        do {
            box.set(.success(try await body()))
        } catch {
            box.set(.failure(error))
        }
        end.signal()
    }
    let registration = cancellation.whenCancelled { task.cancel() }
    withExtendedLifetime(registration) { end.wait() }
    return try box.value!.get()
}

private final class ResultBox<Value: Sendable>: Sendable {
    private let result = Mutex<Result<Value, any Error>?>(nil)

    var value: Result<Value, any Error>? { result.withLock { $0 } }
    func set(_ new: Result<Value, any Error>) { result.withLock { $0 = new } }
}

/// Runs tasks on Dispatch's threads, which may block.
private final class QueueExecutor: TaskExecutor {
    private let queue = DispatchQueue(label: "prospect.tasks", attributes: .concurrent)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
