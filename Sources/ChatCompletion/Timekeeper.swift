package import Foundation

/// The clock of the client. Tests use one of their own.
package protocol Timekeeper: Sendable {
    /// Returns the time since a fixed moment. It never goes back.
    func now() -> Duration
    /// Returns the date, for servers that name one.
    func date() -> Date
    /// Sleeps.
    ///
    /// - Throws: `CancellationError` if the task is cancelled meanwhile.
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
