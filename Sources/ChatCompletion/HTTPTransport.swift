package import Foundation

/// Sends a single request over HTTP. Tests use a transport of their own.
package protocol HTTPTransport: Sendable {
    /// Posts JSON and collects the answer.
    ///
    /// - Parameter limit: Maximum number of bytes of a body that are read. A longer body is an error, except that the
    ///   body of an error is cut there.
    func post(_ body: Data, to url: String, headers: [(name: String, value: String)], limit: Int)
        async
        throws(TransportFailure) -> HTTPAnswer
}

package struct HTTPAnswer: Sendable {
    package var status: Int
    /// The headers, by name in lower case.
    package var headers: [String: String]
    package var body: Data
}

package enum TransportFailure: Error, Equatable, Sendable {
    /// There was no complete answer in time.
    case timedOut
    /// There was no connection, or it ended before the answer did.
    case dropped
    /// The address cannot be used at all.
    case badAddress
    /// The body is longer than the limit.
    case tooLarge
    case cancelled
}
