package import Base

/// A statement or a connection that DuckDB refused, with its own message.
package struct DuckDBError: ProspectError {
    package let problem: String
    package let remedy: String?
    /// What kind of error it is.
    package let kind: Kind

    package init(problem: String, remedy: String? = nil, kind: Kind = .other) {
        self.problem = problem
        self.remedy = remedy
        self.kind = kind
    }

    static func cannotOpen(_ path: String?, reason: String) -> Self {
        Self(
            problem: "Cannot open the DuckDB database '\(path ?? ":memory:")': \(reason)", kind: Kind(message: reason))
    }

    /// An error with DuckDB's message, whose beginning names the kind.
    package static func failed(_ message: String) -> Self { Self(problem: message, kind: Kind(message: message)) }

    static var interrupted: Self { Self(problem: "The query was interrupted.", kind: .interrupt) }

    /// The query was stopped by `Database.interrupt()` or by that of its connection.
    package var isInterruption: Bool { kind == .interrupt }

    /// DuckDB's memory limit did not suffice.
    package var isOutOfMemory: Bool { kind == .outOfMemory }

    package var exitCode: ExitStatus { isInterruption ? .interrupted : .failure }
}
