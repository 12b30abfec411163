import Foundation
import TestSupport
import Testing

@testable import Dashboard

/// `prospect serve` as people start and stop it.
@Suite struct ServeTests {
    private func fixture() throws -> RunsFixture { try RunsFixture.shared.get() }
    private func config() throws -> String { try fixture().folder.path + "/prospect.yaml" }

    @Test(.timeLimit(.minutes(2))) func onSIGTERMARunningRequestIsFinished() throws {
        let dashboard = try ServedDashboard(config: config())
        let connection = try #require(RawConnection(port: dashboard.port))
        // A form whose body is still on its way.
        connection.send(
            "POST /login HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: 7\r\n\r\na=b")
        Thread.sleep(forTimeInterval: 0.5)
        kill(dashboard.process.processIdentifier, SIGTERM)
        Thread.sleep(forTimeInterval: 0.5)
        #expect(dashboard.process.isRunning)
        connection.send("&c=d")
        let answer = String(decoding: connection.read(), as: UTF8.self)
        // Refused for want of a form token, but answered in full.
        #expect(answer.hasPrefix("HTTP/1.1 403"))
        #expect(answer.hasSuffix("</html>\n"))
        dashboard.process.waitUntilExit()
        #expect(dashboard.process.terminationReason == .exit)
        #expect(dashboard.process.terminationStatus == 0)
        #expect(RawConnection(port: dashboard.port) == nil)
    }

    @Test(.timeLimit(.minutes(1))) func hugeHeadersAndNonsenseAreRefused() throws {
        let dashboard = try ServedDashboard(config: config())
        for request in [
            "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: \(String(repeating: "x", count: 60_000))\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + (0..<200).map { "X-\($0): 1\r\n" }.joined() + "\r\n",
            "NONSENSE\r\n\r\n", "GET / HTTP/1.1\r\nHost: evil.com\r\n\r\n",
        ] {
            let connection = try #require(RawConnection(port: dashboard.port))
            connection.send(request)
            let answer = String(decoding: connection.read(most: 12, seconds: 5), as: UTF8.self)
            #expect(answer.isEmpty || answer.hasPrefix("HTTP/1.1 4"), "\(answer)")
        }
        let connection = try #require(RawConnection(port: dashboard.port))
        connection.send("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        #expect(String(decoding: connection.read(most: 15), as: UTF8.self) == "HTTP/1.1 200 OK")
    }

    @Test(arguments: [
        (["--host", "0.0.0.0"], [:], 2, "PROSPECT_TOKEN"),
        (["--host", "0.0.0.0"], ["PROSPECT_TOKEN": "short"], 2, "16"),
        (["--run", "none"], [:], 2, "There is no run 'none'"), (["--port", "70000"], [:], 2, "--port cannot be 70000"),
        (["--host", "203.0.113.1"], ["PROSPECT_TOKEN": "a-token-of-some-length"], 1, "Cannot listen on 203.0.113.1"),
    ]) func whatCannotBeServedSaysWhy(
        _ arguments: [String], _ environment: [String: String], _ code: Int32, _ message: String
    ) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: ProspectExecutable.path)
        process.arguments = ["serve", "--config", try config(), "--port", "0"] + arguments
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("PROSPECT_") }
            .merging(environment) { _, new in new }
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardError = pipe
        try process.run()
        let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        #expect(process.terminationStatus == code)
        #expect(text.contains(message), "\(text)")
        #expect(!text.contains("a-token-of-some-length"))
    }
}
