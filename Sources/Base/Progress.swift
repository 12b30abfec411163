/// Receives the progress of stages. Implementations are called on any thread.
package protocol ProgressReporter: Sendable {
    /// Reports the beginning of a step. `total` is in `unit`s, or nil if unknown.
    func begin(_ step: String, total: Int?, unit: String)
    /// Reports the number of finished units of the current step.
    func advance(to completed: Int)
    /// Reports the number of finished units. `detail` adds a few words about them.
    func advance(to completed: Int, detail: String)
    /// Reports something about the current step while it is running, as a line of its own.
    func note(_ text: String)
    /// Reports the end of the current step. `summary` describes its result.
    func end(_ summary: String)
}

extension ProgressReporter {
    package func note(_ text: String) {}
    package func advance(to completed: Int, detail: String) { advance(to: completed) }
}

/// Reports nothing.
package struct SilentProgress: ProgressReporter {
    package init() {}
    package func begin(_ step: String, total: Int?, unit: String) {}
    package func advance(to completed: Int) {}
    package func end(_ summary: String) {}
}
