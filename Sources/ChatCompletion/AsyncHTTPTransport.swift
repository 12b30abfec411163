internal import AsyncHTTPClient
internal import Dispatch
package import Foundation
internal import NIOCore
internal import NIOHTTP1

/// An HTTP transport based on async-http-client. It keeps connections and does not follow redirects, so that a key goes
/// to no other server.
package final class AsyncHTTPTransport: HTTPTransport {
    private let client: HTTPClient
    private let timeout: Duration

    /// Makes a transport.
    ///
    /// - Parameter timeout: The limit for a whole request, from the connection to the last byte of the answer.
    package init(timeout: Duration) {
        var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
        configuration.timeout.connect = .seconds(10)
        configuration.decompression = .disabled
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = 64
        // The caller retries a failed connection, with its own patience.
        configuration.connectionPool.retryConnectionEstablishment = false
        client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
        self.timeout = timeout
    }

    deinit {
        // This does nothing after `close()`.
        client.shutdown(queue: .global()) { _ in }
    }

    /// Closes the connections. The transport cannot be used afterwards.
    package func close() async { try? await client.shutdown() }

    package func post(
        _ body: Data, to url: String, headers: [(name: String, value: String)], limit: Int
    ) async throws(TransportFailure) -> HTTPAnswer {
        guard ["http", "https"].contains(URL(string: url)?.scheme?.lowercased()) else { throw .badAddress }
        do {
            return try await withThrowingTaskGroup(of: HTTPAnswer.self) { group in
                group.addTask { try await self.exchange(body, url, headers, limit) }
                group.addTask {
                    try await Task.sleep(for: self.timeout)
                    throw TransportFailure.timedOut
                }
                defer { group.cancelAll() }
                return try await group.next()!
            }
        } catch let failure as TransportFailure {
            throw Task.isCancelled ? .cancelled : failure
        } catch let error as HTTPClientError {
            if Task.isCancelled { throw .cancelled }
            switch error {
            case .invalidURL, .emptyHost, .emptyScheme, .missingSocketPath: throw .badAddress
            case .connectTimeout, .readTimeout, .writeTimeout, .deadlineExceeded, .getConnectionFromPoolTimeout:
                throw .timedOut
            default: throw .dropped
            }
        } catch {
            throw Task.isCancelled || error is CancellationError ? .cancelled : .dropped
        }
    }

    private func exchange(
        _ body: Data, _ url: String, _ headers: [(name: String, value: String)], _ limit: Int
    ) async throws -> HTTPAnswer {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        for header in headers { request.headers.add(name: header.name, value: header.value) }
        request.body = .bytes(body, length: .known(Int64(body.count)))
        let response = try await client.execute(request, timeout: .nanoseconds(Int64(timeout.inSeconds * 1e9)))
        // Only the beginning of an error is of interest, however long it is.
        let isError = response.status != .ok
        if !isError, let length = response.headers.first(name: "content-length").flatMap({ Int($0) }), length > limit {
            throw TransportFailure.tooLarge
        }
        var received = Data()
        for try await buffer in response.body {
            guard received.count + buffer.readableBytes <= limit else {
                guard isError else { throw TransportFailure.tooLarge }
                received.append(contentsOf: buffer.readableBytesView.prefix(limit - received.count))
                break
            }
            received.append(contentsOf: buffer.readableBytesView)
        }
        var fields: [String: String] = [:]
        for header in response.headers { fields[header.name.lowercased()] = header.value }
        return HTTPAnswer(status: Int(response.status.code), headers: fields, body: received)
    }
}
