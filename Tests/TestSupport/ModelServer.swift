internal import Foundation
internal import Synchronization

/// A server on loopback that plays the chat completions API over plain sockets, and misbehaves as it is told.
public final class ModelServer: Sendable {
    public enum Reply: Sendable {
        case json(Int, String, headers: [String: String] = [:])
        /// The connection is reset before anything was answered.
        case reset
        /// Fewer bytes than the header says, and then the end.
        case truncated(String)
        /// These bytes, status line and all.
        case raw([UInt8])
        /// A byte at a time, with so many seconds between them.
        case drip(String, pause: Double)

        /// An answer of the API with this text.
        public static func text(_ text: String, input: Int = 1_000, output: Int = 100) -> Reply {
            let content = String(decoding: try! JSONEncoder().encode(text), as: UTF8.self)
            return .json(
                200,
                """
                {"choices": [{"message": {"role": "assistant", "content": \(content)}, "finish_reason": "stop"}],
                 "usage": {"prompt_tokens": \(input), "completion_tokens": \(output)}}
                """)
        }
    }

    /// A request as it came.
    public struct Request: Sendable {
        public let head: String
        public let body: String
        /// Which request of the server this is, from 1.
        public let number: Int

        public var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any] ?? [:]
        }
        /// The texts of its messages.
        public var messages: [String] {
            ((json["messages"] as? [[String: Any]]) ?? []).map { $0["content"] as? String ?? "" }
        }
        /// `json_schema`, `json_object`; nil: none.
        public var format: String? { (json["response_format"] as? [String: Any])?["type"] as? String }
    }

    private let listener: Int32
    private let delay: Double
    private let handler: @Sendable (Request) -> Reply
    private let state = Mutex<(requests: [Request], open: Int, most: Int, isStopped: Bool)>(([], 0, 0, false))
    public let port: Int

    /// - Parameter delay: seconds before each answer.
    public init(delay: Double = 0, _ handler: @escaping @Sendable (Request) -> Reply) throws {
        #if os(Linux)
            listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            listener = socket(AF_INET, SOCK_STREAM, 0)
        #endif
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = listener
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { raw in
                bind(socket, raw, length) == 0 && listen(socket, 128) == 0 && getsockname(socket, raw, &length) == 0
            }
        }
        guard bound else { throw CocoaError(.fileReadUnknown) }
        port = Int(UInt16(bigEndian: address.sin_port))
        self.delay = delay
        self.handler = handler
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(socket, nil, nil)
                guard connection >= 0, let self else {
                    if connection >= 0 { close(connection) }
                    #if os(Linux)
                        // Only here: elsewhere the number might belong to another file by now.
                        close(socket)
                    #endif
                    return
                }
                Thread.detachNewThread { self.serve(connection) }
            }
        }
    }

    deinit { stop() }

    /// Refuses all further connections.
    public func stop() {
        let isFirst = state.withLock { state in
            defer { state.isStopped = true }
            return !state.isStopped
        }
        guard isFirst else { return }
        #if os(Linux)
            // Ends `accept` in the thread that closes the socket.
            shutdown(listener, Int32(SHUT_RDWR))
        #else
            close(listener)
        #endif
    }

    public var address: String { "http://127.0.0.1:\(port)/v1" }
    public var requests: [Request] { state.withLock { $0.requests } }
    /// The most requests that were under way at the same time.
    public var mostAtOnce: Int { state.withLock { $0.most } }

    private func serve(_ connection: Int32) {
        var buffered = Data()
        while let (head, body) = read(connection, &buffered) {
            let request = state.withLock { state in
                let request = Request(head: head, body: body, number: state.requests.count + 1)
                state.requests.append(request)
                state.open += 1
                state.most = max(state.most, state.open)
                return request
            }
            if delay > 0 { Thread.sleep(forTimeInterval: delay) }
            let reply = handler(request)
            state.withLock { $0.open -= 1 }
            guard answer(reply, on: connection) else { break }
        }
        close(connection)
    }

    /// - Returns: whether the connection goes on.
    private func answer(_ reply: Reply, on connection: Int32) -> Bool {
        switch reply {
        case .json(let status, let body, let headers):
            let fields = headers.map { "\($0.key): \($0.value)\r\n" }.joined()
            return send(
                "HTTP/1.1 \(status) X\r\nContent-Type: application/json\r\n\(fields)Content-Length: "
                    + "\(body.utf8.count)\r\n\r\n\(body)", on: connection)
        case .reset:
            var option = linger(l_onoff: 1, l_linger: 0)
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &option, socklen_t(MemoryLayout<linger>.size))
            return false
        case .raw(let bytes): return send(bytes, on: connection)
        case .truncated(let body):
            _ = send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count + 100)\r\n\r\n\(body)", on: connection)
            return false
        case .drip(let body, let pause):
            _ = send("HTTP/1.1 200 OK\r\nContent-Length: \(body.utf8.count)\r\n\r\n", on: connection)
            for letter in body {
                guard send(String(letter), on: connection) else { return false }
                Thread.sleep(forTimeInterval: pause)
            }
            return true
        }
    }

    private func send(_ text: String, on connection: Int32) -> Bool { send(Array(text.utf8), on: connection) }

    private func send(_ bytes: [UInt8], on connection: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { buffer in
                #if os(Linux)
                    Foundation.send(connection, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
                #else
                    Foundation.send(connection, buffer.baseAddress, buffer.count, 0)
                #endif
            }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    private func read(_ connection: Int32, _ buffered: inout Data) -> (head: String, body: String)? {
        func more() -> Bool {
            var bytes = [UInt8](repeating: 0, count: 65_536)
            let count = recv(connection, &bytes, bytes.count, 0)
            guard count > 0 else { return false }
            buffered.append(contentsOf: bytes[..<count])
            return true
        }
        let end = Data("\r\n\r\n".utf8)
        while buffered.range(of: end) == nil { guard more() else { return nil } }
        let range = buffered.range(of: end)!
        let head = String(decoding: buffered[..<range.lowerBound], as: UTF8.self)
        let length =
            head.lowercased().split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) } ?? 0
        buffered = Data(buffered[range.upperBound...])
        while buffered.count < length { guard more() else { return nil } }
        let body = String(decoding: buffered.prefix(length), as: UTF8.self)
        buffered = Data(buffered.dropFirst(length))
        return (head, body)
    }
}
