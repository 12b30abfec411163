package import Foundation

/// The clock of the client; a test has one of its own.
package protocol Timekeeper: Sendable {
    /// Time since some beginning; never goes back.
    func now() -> Duration
    /// The date, for a server that names one.
    func date() -> Date
    /// - Throws: `CancellationError` when the task is cancelled meanwhile.
    func sleep(for duration: Duration) async throws
}

/// The machine's clock.
package struct SystemTime: Timekeeper {
    private let start = ContinuousClock.now

    package init() {}

    package func now() -> Duration { start.duration(to: .now) }
    package func date() -> Date { Date() }
    package func sleep(for duration: Duration) async throws { try await Task.sleep(for: duration) }
}

extension Duration {
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) * 1e-18
    }
}
