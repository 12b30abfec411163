package import Foundation

/// Sends one request over HTTP; a test may put another in its place.
package protocol HTTPTransport: Sendable {
    /// Posts JSON and collects the answer.
    ///
    /// - Parameter limit: the most bytes of a body that are read. A longer one fails, but for that of an error, which is
    ///   cut there.
    func post(_ body: Data, to url: String, headers: [(name: String, value: String)], limit: Int)
        async
        throws(TransportFailure) -> HTTPAnswer
}

package struct HTTPAnswer: Sendable {
    package var status: Int
    /// By name in lower case.
    package var headers: [String: String]
    package var body: Data
}

package enum TransportFailure: Error, Equatable, Sendable {
    /// No complete answer in time.
    case timedOut
    /// No connection, or one that ended before the answer did.
    case dropped
    /// The address cannot be used at all.
    case badAddress
    /// More than the most bytes that are read.
    case tooLarge
    case cancelled
}
