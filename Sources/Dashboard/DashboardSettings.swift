package import Base
internal import Foundation
internal import Sources

/// What the dashboard shows, where it listens, and who may see it.
package struct DashboardSettings: Sendable {
    /// The environment variable with the dashboard's token.
    package static let tokenVariable = "PROSPECT_TOKEN"
    /// The minimum number of characters of a token.
    package static let shortestToken = 16

    /// The output folder with the runs.
    package let output: String
    package let host: String
    /// The port. 0 lets the system choose.
    package let port: Int
    /// The run whose list is this week's, or nil for the latest.
    package let run: String?
    /// The token for the dashboard, or nil if everyone who reaches it may see it.
    package let token: String?
    /// The age of usage in days beyond which every page says that the list is old, or nil for never.
    package var freshnessWarn: Int?
    /// Returns the current day.
    package var today: @Sendable () -> Day
    package var limits = Limits()

    /// The limits of requests: their size, and their duration.
    package struct Limits: Sendable {
        /// Maximum size of a request's body.
        package var bodyBytes = 64 << 10
        /// Maximum size of a request's path and query.
        package var addressBytes = 8 << 10
        /// Maximum time to read and answer a request, in seconds.
        package var seconds = 30.0
        /// The number of seconds without a request after which a connection is closed.
        package var idleSeconds = 30
        package var connections = 512
        /// The number of seconds after which a user must sign in again.
        package var sessionSeconds = 12 * 3_600
        /// The number of wrong tokens within a minute after which signing in must wait.
        package var wrongTokens = 20
        /// The number of seconds that running requests have on shutdown.
        package var shutdownSeconds = 30
        /// The minimum number of seconds between two readings of the list of runs.
        package var runsSeconds = 1.0
        /// The number of seconds before an unreadable run is tried again.
        package var retrySeconds = 10.0

        package init() {}
    }

    /// Makes settings.
    ///
    /// - Throws: `DashboardError` if others could reach the dashboard without a token, or the token is too short.
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
