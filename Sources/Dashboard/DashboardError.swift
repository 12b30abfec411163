package import Base

/// An error that prevents the dashboard from starting.
package struct DashboardError: ProspectError {
    package let problem: String
    package let remedy: String?
    package let exitCode: ExitStatus

    private init(_ problem: String, _ remedy: String?, _ exitCode: ExitStatus = .badInput) {
        self.problem = problem
        self.remedy = remedy
        self.exitCode = exitCode
    }

    static func notAPort(_ port: Int) -> Self {
        Self("--port cannot be \(port).", "Choose one from 1 to 65535, or 0 to let the system choose.")
    }

    static let shortToken = Self(
        "The token in \(DashboardSettings.tokenVariable) has fewer than \(DashboardSettings.shortestToken) characters.",
        "Make one with `openssl rand -hex 32`.")

    static func needsToken(_ host: String) -> Self {
        Self(
            "--host \(host) lets other machines in, and there is no token.",
            "Set \(DashboardSettings.tokenVariable), such as to what `openssl rand -hex 32` prints, or leave --host out."
        )
    }

    static func noSuchRun(_ run: String, _ output: String) -> Self {
        Self("There is no run '\(run)' in '\(output)'.", "`prospect runs` lists them; or leave --run out.")
    }

    static func cannotListen(_ host: String, _ port: Int, _ reason: String) -> Self {
        Self("Cannot listen on \(host), port \(port): \(reason).", "Choose another with --port.", .failure)
    }
}
