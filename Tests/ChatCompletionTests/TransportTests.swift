import ChatCompletion
import Foundation
import TestSupport
import Testing

/// The HTTP transport by itself, against servers that answer in every way that HTTP allows, and in some that it does not.
@Suite struct TransportTests {
    private static let body = Data(#"{"a": 1}"#.utf8)

    private func post(
        _ server: ModelServer, _ transport: AsyncHTTPTransport = AsyncHTTPTransport(timeout: .seconds(300)),
        limit: Int = 1_000
    ) async throws(TransportFailure) -> HTTPAnswer {
        // Without this the server might go before it is called.
        defer { withExtendedLifetime(server) {} }
        return try await transport.post(
            Self.body, to: server.address + "/chat/completions", headers: [("authorization", "Bearer sk-secret")],
            limit: limit)
    }

    private func raw(_ text: String) -> ModelServer.Reply { .raw(Array(text.utf8)) }

    @Test(arguments: [301, 302, 303, 307, 308])
    func aRedirectIsTheAnswerAndIsNotFollowed(_ status: Int) async throws {
        let other = try ModelServer { _ in .json(200, "{}") }
        let server = try ModelServer { _ in .json(status, "moved", headers: ["Location": other.address]) }
        let answer = try await post(server)
        #expect(answer.status == status)
        #expect(server.requests.count == 1)
        #expect(other.requests.isEmpty)
    }

    @Test(arguments: ["Bearer", "Basic realm=\"x\"", "Digest realm=\"x\", nonce=\"y\"", ""])
    func aRefusedKeyIsTheAnswer(_ challenge: String) async throws {
        let server = try ModelServer { _ in .json(401, "who", headers: ["WWW-Authenticate": challenge]) }
        let answer = try await post(server)
        #expect(answer.status == 401)
        #expect(answer.body == Data("who".utf8))
        #expect(server.requests.count == 1)
    }

    @Test func cookiesAreNotSentBack() async throws {
        let server = try ModelServer { _ in .json(200, "{}", headers: ["Set-Cookie": "a=b; Path=/"]) }
        let transport = AsyncHTTPTransport(timeout: .seconds(300))
        for _ in 0..<2 { _ = try await post(server, transport) }
        #expect(server.requests.count == 2)
        #expect(!server.requests.contains { $0.head.lowercased().contains("cookie") })
    }

    @Test func headersAreFoundByTheirNamesInLowerCase() async throws {
        let server = try ModelServer { _ in .json(429, "", headers: ["RETRY-After": "7"]) }
        let answer = try await post(server)
        #expect(answer.headers["retry-after"] == "7")
        #expect(answer.body.isEmpty)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\nServer-Timing: db;dur=5\r\n\r\n",
        "HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        "HTTP/1.1 200\r\nContent-Length: 2\r\n\r\n{}",
    ])
    func rareFormsOfAnAnswerAreRead(_ text: String) async throws {
        let reply = raw(text)
        let answer = try await post(ModelServer { _ in reply })
        #expect(answer.status == 200)
        #expect(answer.body == Data("{}".utf8))
    }

    @Test(arguments: [
        "nonsense\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "HTTP/1.1 200 OK\r\nA\u{0}: b\r\nContent-Length: 1\r\n\r\na",
    ])
    func nonsenseIsADroppedConnection(_ text: String) async throws {
        let server = try ModelServer { [reply = raw(text)] _ in reply }
        await #expect(throws: TransportFailure.dropped) { try await post(server) }
    }

    @Test func anAnswerWithoutAnEndIsCut() async throws {
        let chunks = String(repeating: "400\r\n" + String(repeating: "x", count: 1_024) + "\r\n", count: 2_000)
        for (status, failure) in [(200, TransportFailure.tooLarge), (500, nil)] {
            let server = try ModelServer {
                [reply = raw("HTTP/1.1 \(status) X\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)")] _ in
                reply
            }
            if let failure {
                await #expect(throws: failure) { try await post(server) }
            } else {
                #expect(try await post(server).body.count == 1_000)
            }
        }
    }

    /// The server gives up a connection that was kept, as it may at any time; the request is not sent again by itself.
    @Test func aKeptConnectionThatIsResetIsDropped() async throws {
        let server = try ModelServer { $0.number == 2 ? .reset : .json(200, "{}") }
        let transport = AsyncHTTPTransport(timeout: .seconds(300))
        #expect(try await post(server, transport).status == 200)
        await #expect(throws: TransportFailure.dropped) { try await post(server, transport) }
        #expect(try await post(server, transport).status == 200)
        #expect(server.requests.count == 3)
    }

    @Test(arguments: ["foo://x/", "file:///etc/passwd", "not an address", ""])
    func whatIsNoAddressIsNotCalled(_ address: String) async throws {
        await #expect(throws: TransportFailure.badAddress) {
            try await AsyncHTTPTransport(timeout: .seconds(300)).post(Self.body, to: address, headers: [], limit: 9)
        }
    }

    @Test func aServerThatIsNotThereIsDropped() async throws {
        let server = try ModelServer { _ in .reset }
        server.stop()
        await #expect(throws: TransportFailure.dropped) { try await post(server) }
        await #expect(throws: TransportFailure.dropped) {
            try await AsyncHTTPTransport(timeout: .seconds(300)).post(
                Self.body, to: "http://no-such-host.invalid/", headers: [], limit: 9)
        }
    }

    @Test func aCancelledCallReturnsAtOnce() async throws {
        let server = try ModelServer(delay: 300) { _ in .json(200, "{}") }
        let call = Task { try await post(server) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
        let start = ContinuousClock.now
        call.cancel()
        await #expect(throws: TransportFailure.cancelled) { try await call.value }
        // At once, but for tests beside this one that hold the threads.
        #expect(start.duration(to: .now) < .seconds(150))
    }

    @Test func theTimeLimitHoldsForTheWholeCall() async throws {
        let server = try ModelServer { _ in .drip(String(repeating: " ", count: 6_000), pause: 0.05) }
        await #expect(throws: TransportFailure.timedOut) {
            try await post(server, AsyncHTTPTransport(timeout: .milliseconds(500)), limit: 10_000)
        }
    }

    /// Eight calls at a time, many times, a third of them cancelled: none hangs, and no descriptor is left open.
    @Test func manyCallsWithCancellationsLeaveNothingOpen() async throws {
        let server = try ModelServer { $0.number % 40 == 0 ? .reset : .json(200, String(repeating: "x", count: 500)) }
        let before = Self.openDescriptors
        do {
            let transport = AsyncHTTPTransport(timeout: .seconds(300))
            for round in 0..<200 {
                await withTaskGroup(of: Void.self) { group in
                    for number in 0..<8 {
                        group.addTask {
                            let call = Task { try await post(server, transport) }
                            if (round + number) % 3 == 0 {
                                try? await Task.sleep(for: .microseconds((round * 37 + number * 211) % 1_500))
                                call.cancel()
                            }
                            do { _ = try await call.value } catch {
                                #expect([.cancelled, .dropped].contains(error as? TransportFailure))
                            }
                        }
                    }
                }
            }
            await transport.close()
        }
        // The server closes its ends when it sees that the client's are closed. Other suites open files beside this one; a
        // descriptor for each cancelled call would be over 500.
        var left = Int.max
        for _ in 0..<300 {
            left = Self.openDescriptors - before
            if left < 200 { break }
            try await Task.sleep(for: .milliseconds(100))
        }
        #expect(left < 200)
    }

    private static var openDescriptors: Int {
        (try? FileManager.default.contentsOfDirectory(atPath: "/dev/fd").count) ?? 0
    }
}
