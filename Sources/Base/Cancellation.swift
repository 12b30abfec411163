import Synchronization

/// A flag that tells work to stop. A signal handler's queue sets it, and work reads it between its units.
package final class Cancellation: Sendable {
    private struct State {
        var isCancelled = false
        var actions: [Int: @Sendable () -> Void] = [:]
        var next = 0
    }

    private let state = Mutex(State())
    private let cancelled = Atomic(false)

    package init() {}

    /// Stops the work and calls the actions registered with `whenCancelled`.
    package func cancel() {
        let actions = state.withLock { state in
            defer { state.actions = [:] }
            state.isCancelled = true
            cancelled.store(true, ordering: .relaxed)
            return state.actions.sorted { $0.key < $1.key }.map(\.value)
        }
        for action in actions { action() }
    }

    /// Registers an action that ends a long call into a library, such as a query's interruption.
    ///
    /// The action is called once: at the cancellation, or at once if that has already happened. It is dropped when the
    /// returned registration is released.
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

    /// Checks whether the work should stop.
    ///
    /// - Throws: `Interrupted` once `cancel()` has been called.
    package func check() throws(Interrupted) {
        if isCancelled { throw Interrupted() }
    }
}

/// Keeps an action registered with a `Cancellation`. Hold it as long as the action should be called.
package final class CancellationRegistration: Sendable {
    private let drop: @Sendable () -> Void

    init(drop: @escaping @Sendable () -> Void) { self.drop = drop }

    deinit { drop() }
}

/// The error of work that was stopped from outside.
package struct Interrupted: ProspectError {
    package init() {}
    package var problem: String { "Stopped before the end." }
    package var remedy: String? { "`prospect run --resume` goes on from the last finished stage." }
    package var exitCode: ExitStatus { .interrupted }
}
