import Synchronization

/// Says that the work should stop. Set from a signal handler's queue, read between units of work.
package final class Cancellation: Sendable {
    private struct State {
        var isCancelled = false
        var actions: [Int: @Sendable () -> Void] = [:]
        var next = 0
    }

    private let state = Mutex(State())
    private let cancelled = Atomic(false)

    package init() {}

    /// Stops the work, and calls what was registered by `whenCancelled`.
    package func cancel() {
        let actions = state.withLock { state in
            defer { state.actions = [:] }
            state.isCancelled = true
            cancelled.store(true, ordering: .relaxed)
            return state.actions.sorted { $0.key < $1.key }.map(\.value)
        }
        for action in actions { action() }
    }

    /// Registers what ends a long call into a library, such as a query's interruption.
    ///
    /// The action is called once: at the cancellation, or at once where that has been. It is dropped when the result of this
    /// call goes.
    package func whenCancelled(_ action: @escaping @Sendable () -> Void) -> CancellationRegistration {
        let number = state.withLock { state -> Int? in
            guard !state.isCancelled else { return nil }
            defer { state.next += 1 }
            state.actions[state.next] = action
            return state.next
        }
        guard let number else {
            action()
            return CancellationRegistration {}
        }
        return CancellationRegistration { [weak self] in
            self?.state.withLock { _ = $0.actions.removeValue(forKey: number) }
        }
    }

    package var isCancelled: Bool { cancelled.load(ordering: .relaxed) }

    /// - Throws: `Interrupted` once `cancel()` has been called.
    package func check() throws(Interrupted) {
        if isCancelled { throw Interrupted() }
    }
}

/// Holds an action that a `Cancellation` calls; whoever registered it keeps this as long as the action is to be called.
package final class CancellationRegistration: Sendable {
    private let drop: @Sendable () -> Void

    init(drop: @escaping @Sendable () -> Void) { self.drop = drop }

    deinit { drop() }
}

/// The work was stopped from outside.
package struct Interrupted: ProspectError {
    package init() {}
    package var problem: String { "Stopped before the end." }
    package var remedy: String? { "`prospect run --resume` goes on from the last finished stage." }
    package var exitCode: ExitStatus { .interrupted }
}
