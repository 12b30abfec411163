import Synchronization

/// Says that the work should stop. Set from a signal handler's queue, read between units of work.
public final class Cancellation: Sendable {
    private let cancelled = Atomic(false)
    private let actions = Mutex<[@Sendable () -> Void]>([])

    public init() {}

    /// Stops the work, and calls what was registered by `whenCancelled`.
    public func cancel() {
        cancelled.store(true, ordering: .relaxed)
        for action in actions.withLock({ $0 }) { action() }
    }

    /// Registers what ends a long call into a library, such as a query's interruption.
    public func whenCancelled(_ action: @escaping @Sendable () -> Void) {
        actions.withLock { $0.append(action) }
    }

    public var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    /// - Throws: `Interrupted` once `cancel()` has been called.
    public func check() throws(Interrupted) {
        if isCancelled { throw Interrupted() }
    }
}

/// The work was stopped from outside.
public struct Interrupted: ProspectError {
    public init() {}
    public var problem: String { "Stopped before the end." }
    public var remedy: String? { "`prospect run --resume` goes on from the last finished stage." }
    public var exitCode: ExitStatus { .interrupted }
}
