package import Base

/// A statement or a connection that DuckDB refused, with its own message.
package struct DuckDBError: ProspectError {
    package let problem: String
    package let remedy: String?
    /// The query was stopped by an interruption of its database or connection.
    package let isInterruption: Bool

    package init(problem: String, remedy: String? = nil, isInterruption: Bool = false) {
        self.problem = problem
        self.remedy = remedy
        self.isInterruption = isInterruption
    }

    static func cannotOpen(_ path: String?, reason: String) -> Self {
        Self(problem: "Cannot open the DuckDB database '\(path ?? ":memory:")': \(reason)")
    }

    static var interrupted: Self { Self(problem: "The query was interrupted.", isInterruption: true) }

    package static func failed(_ reason: String) -> Self {
        Self(problem: reason, isInterruption: reason.hasPrefix("INTERRUPT"))
    }

    /// DuckDB's memory limit did not suffice.
    package var isOutOfMemory: Bool { problem.hasPrefix("Out of Memory Error") }

    package var exitCode: ExitStatus { isInterruption ? .interrupted : .failure }
}
