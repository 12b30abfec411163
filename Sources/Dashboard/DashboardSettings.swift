package import Base
internal import Foundation
internal import Sources

/// What the dashboard shows, where it listens, and who may see it.
package struct DashboardSettings: Sendable {
    /// The variable with the token that opens the dashboard.
    package static let tokenVariable = "PROSPECT_TOKEN"
    /// The fewest characters of a token.
    package static let shortestToken = 16

    /// The output folder, in which the runs are.
    package let output: String
    package let host: String
    /// 0 lets the system choose.
    package let port: Int
    /// The run whose list is this week's; nil: the latest.
    package let run: String?
    /// Opens the dashboard; nil: whoever reaches it may see it.
    package let token: String?
    /// The age of usage in days beyond which every page says that the list is old; nil: never.
    package var freshnessWarn: Int?
    /// The day on which a page is read.
    package var today: @Sendable () -> Day
    package var limits = Limits()

    /// How much of a request is accepted, and for how long.
    package struct Limits: Sendable {
        /// Of a request's body.
        package var bodyBytes = 64 << 10
        /// Of a request's path and query.
        package var addressBytes = 8 << 10
        /// Seconds until a request has been read and answered.
        package var seconds = 30.0
        /// Seconds without a request after which a connection is closed.
        package var idleSeconds = 30
        package var connections = 512
        /// Seconds after which one has to sign in again.
        package var sessionSeconds = 12 * 3_600
        /// Wrong tokens in a minute, after which signing in has to wait.
        package var wrongTokens = 20
        /// Seconds that running requests have on shutdown.
        package var shutdownSeconds = 30
        /// Seconds for which the list of runs is not looked at again.
        package var runsSeconds = 1.0
        /// Seconds for which a run that could not be read is not tried again.
        package var retrySeconds = 10.0

        package init() {}
    }

    /// - Throws: `DashboardError` where others could reach the dashboard without a token, or the token is short.
    package init(
        output: String, host: String = "127.0.0.1", port: Int = 8080, run: String? = nil, token: String? = nil,
        freshnessWarn: Int? = FreshnessSettings().warn, today: @escaping @Sendable () -> Day
    ) throws(DashboardError) {
        guard (0...65_535).contains(port) else { throw .notAPort(port) }
        let token = token.flatMap { $0.isEmpty ? nil : $0 }
        if let token, token.utf8.count < Self.shortestToken { throw .shortToken }
        if token == nil, !Self.isLoopback(host) { throw .needsToken(host) }
        self.output = output
        self.host = host
        self.port = port
        self.run = run
        self.token = token
        self.freshnessWarn = freshnessWarn
        self.today = today
    }

    /// Whether only this machine can reach an address.
    package static func isLoopback(_ host: String) -> Bool {
        if host.lowercased() == "localhost" { return true }
        var four = in_addr()
        if inet_pton(AF_INET, host, &four) == 1 { return UInt32(bigEndian: four.s_addr) >> 24 == 127 }
        var six = in6_addr()
        guard inet_pton(AF_INET6, host, &six) == 1 else { return false }
        return withUnsafeBytes(of: six) { $0.dropLast().allSatisfy { $0 == 0 } && $0.last == 1 }
    }
}
