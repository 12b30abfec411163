/// Where stages report how far they are. Implementations are called from any thread.
package protocol ProgressReporter: Sendable {
    /// A step begins; `total` is in `unit`s, nil where it is not known.
    func begin(_ step: String, total: Int?, unit: String)
    /// So many units of the current step are done.
    func advance(to completed: Int)
    /// So many units are done; `detail` says more of them in a few words.
    func advance(to completed: Int, detail: String)
    /// Something to be known of the current step while it goes on, as a line of its own.
    func note(_ text: String)
    /// The current step ended; `summary` says with what.
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
