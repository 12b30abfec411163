import Synchronization

/// Says that the work should stop. Set from a signal handler's queue, read between units of work.
public final class Cancellation: Sendable {
    private let cancelled = Atomic(false)

    public init() {}

    public func cancel() { cancelled.store(true, ordering: .relaxed) }

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
