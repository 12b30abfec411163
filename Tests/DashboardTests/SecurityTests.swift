import Base
import Foundation
import HTTPTypes
import Logging
import Synchronization
import TestSupport
import Testing

@testable import Dashboard

/// Who is let in, and what is taken from them.
@Suite struct SecurityTests {
    private static let token = "a-token-of-some-length-0123456789"
    private static let bearer: HTTPFields = [.authorization: "Bearer \(token)"]

    private func output() throws -> String { try RunsFixture.shared.get().output }

    // MARK: Where it listens

    @Test(arguments: ["127.0.0.1", "127.1.2.3", "::1", "localhost", "LocalHost"])
    func loopbackNeedsNoToken(_ host: String) throws {
        _ = try DashboardSettings(output: "x", host: host, today: { Day("2026-01-01")! })
    }

    @Test(arguments: [
        "0.0.0.0", "::", "192.168.1.5", "example.com", "127.0.0.1.example.com", "", "1", "::ffff:1.2.3.4",
    ])
    func anotherAddressNeedsOne(_ host: String) throws {
        for token in [nil, "", "short"] {
            #expect(throws: DashboardError.self) {
                try DashboardSettings(output: "x", host: host, token: token, today: { Day("2026-01-01")! })
            }
        }
        _ = try DashboardSettings(output: "x", host: host, token: Self.token, today: { Day("2026-01-01")! })
    }

    // MARK: Headers

    @Test(arguments: ["/", "/nothing", "/api/v1/list", "/assets/charts.js", "/healthz", "/?page=x", "/login"])
    func everyAnswerHasTheHeaders(_ address: String) async throws {
        try await DashboardClient.with(output: output()) { client in
            let headers = try await client.get(address).headers
            let policy = try #require(headers[.contentSecurityPolicy])
            #expect(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"))
            let scripts = policy.split(separator: "; ").first { $0.hasPrefix("script-src") }
            #expect(scripts == "script-src 'self'")
            #expect(policy.contains("style-src 'self';") && !policy.contains("unsafe"))
            #expect(headers[HTTPField.Name("X-Content-Type-Options")!] == "nosniff")
            #expect(headers[HTTPField.Name("X-Frame-Options")!] == "DENY")
        }
    }

    @Test func pagesHaveNoScriptOfTheirOwnAndLoadNothingFromElsewhere() async throws {
        let fixture = try RunsFixture.shared.get()
        try await DashboardClient.with(output: fixture.output) { client in
            for address in ["/", "/model?run=\(fixture.backtestRun)", "/data", "/runs", "/portals/%27%3D1%2B1"] {
                let text = try await client.get(address).text
                for element in text.components(separatedBy: "<script").dropFirst() {
                    #expect(element.hasPrefix(" src=\"/assets/") || element.hasPrefix(" type=\"application/json\""))
                }
                #expect(!text.contains("http://") && !text.contains("https://") && !text.contains("javascript:"))
                #expect(text.ranges(of: /\son[a-z]+=/).isEmpty)
                #expect(!text.contains("<style") && text.ranges(of: /\sstyle=/).isEmpty)
            }
        }
    }

    @Test func aReportMayRunItsOwnScriptsAndNothingElse() async throws {
        let fixture = try RunsFixture.shared.get()
        let copy = try fixture.copy()
        let address = "/runs/\(fixture.runs[2])/report"
        try await DashboardClient.with(output: copy.path + "/prospect-output") { client in
            #expect(try await client.get("/runs/\(fixture.runs[0])/report").status == 404)
            try copy.write("prospect-output/runs/\(fixture.runs[2])/report.html", "<!DOCTYPE html><title>R</title>")
            let report = try await client.get(address)
            #expect(report.status == 200 && report.text == "<!DOCTYPE html><title>R</title>")
            let policy = try #require(report.headers[.contentSecurityPolicy])
            #expect(policy.contains("default-src 'none'") && policy.contains("sandbox allow-scripts"))
            #expect(policy.contains("frame-ancestors 'none'"))
            #expect(try await client.get("/runs/\(fixture.runs[2])").text.contains("href=\"\(address)\""))
            #expect(!(try await client.get("/runs/\(fixture.runs[1])").text.contains("/report\"")))
        }
    }

    // MARK: Names

    @Test(arguments: [
        ("localhost", true), ("localhost:8080", true), ("127.0.0.1:1", true), ("[::1]:8080", true), ("evil.com", false),
        ("evil.com:8080", false), ("127.0.0.1.evil.com", false), ("localhost:80@evil.com", false),
        ("localhost.evil.com", false), ("", false), ("[::1].evil.com", false),
    ]) func aForeignNameIsTurnedAway(_ host: String, isAllowed: Bool) async throws {
        try await DashboardClient.with(output: output()) { client in
            let answer = try await client.get("/", [.host: host])
            #expect(answer.status == (isAllowed ? 200 : 421))
            #expect(try await client.get("/assets/charts.js", [.host: host]).status == (isAllowed ? 200 : 421))
        }
    }

    // MARK: The token

    @Test func withoutTheTokenNothingIsShown() async throws {
        try await DashboardClient.with(output: output(), token: Self.token) { client in
            for address in ["/", "/runs", "/list.csv", "/portals/1", "/nothing"] {
                let answer = try await client.get(address)
                #expect(answer.status == 303 && answer.headers[.location]?.hasPrefix("/login") == true, "\(address)")
                #expect(answer.text.isEmpty)
            }
            for address in ["/api/v1/list", "/api/v1/runs", "/api/v1/openapi.json", "/metrics"] {
                let answer = try await client.get(address)
                #expect(answer.status == 401 && answer.headers[.wwwAuthenticate] == "Bearer", "\(address)")
            }
            for wrong in [
                "Bearer", "Bearer x", "Basic \(Self.token)", "Bearer \(Self.token)x", "Bearer \(Self.token.dropLast())",
            ] {
                #expect(try await client.get("/api/v1/list", [.authorization: wrong]).status == 401, "\(wrong)")
            }
            #expect(try await client.get("/healthz").status == 200)
            #expect(try await client.get("/readyz").status == 200)
            #expect(try await client.get("/assets/dashboard.css").status == 200)
            #expect(try await client.get("/api/v1/list", Self.bearer).status == 200)
            #expect(try await client.get("/", Self.bearer).status == 200)
            #expect(try await client.get("/metrics", Self.bearer).status == 200)
        }
    }

    @Test func signingInGivesACookieThatEndsWithSigningOut() async throws {
        try await DashboardClient.with(output: output(), token: Self.token) { client in
            let page = try await client.get("/login?next=%2Fruns")
            #expect(page.status == 200 && page.text.contains("type=\"password\""))
            let wrong = try await client.post(
                "/login", ["form_token": page.formToken, "token": "wrong", "next": "/runs"])
            #expect(wrong.status == 403 && wrong.text.contains("This is not the token."))
            let right = try await client.post(
                "/login", ["form_token": page.formToken, "token": Self.token, "next": "/runs"])
            #expect(right.status == 303 && right.headers[.location] == "/runs")
            let cookie = try #require(right.headers[values: .setCookie].first)
            #expect(cookie.hasPrefix("prospect_session="))
            for attribute in ["HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"] {
                #expect(cookie.contains("; \(attribute)"), "\(attribute)")
            }
            #expect(!cookie.contains(Self.token))
            let runs = try await client.get("/runs")
            #expect(runs.status == 200 && runs.text.contains("Sign out"))
            #expect(try await client.get("/api/v1/list").status == 200)
            let session = try #require(client.cookies["prospect_session"])
            let out = try await client.post("/logout", ["form_token": runs.formToken])
            #expect(out.status == 303)
            // The cookie is worth nothing any more, whoever kept it.
            client.keepsCookies = false
            let kept: HTTPFields = [.cookie: "prospect_session=\(session)"]
            #expect(try await client.get("/api/v1/list", kept).status == 401)
        }
    }

    @Test func sessionsEndByThemselves() async throws {
        let shorten = { (settings: inout DashboardSettings) in settings.limits.sessionSeconds = 0 }
        try await DashboardClient.with(output: output(), token: Self.token, shorten) { client in
            let page = try await client.get("/login")
            let answer = try await client.post("/login", ["form_token": page.formToken, "token": Self.token])
            #expect(answer.status == 303)
            #expect(try await client.get("/api/v1/list").status == 401)
        }
        #expect(!Sessions(lifetime: .seconds(9), wrongInAMinute: 1).isOpen(Secrets.random()))
    }

    @Test func afterManyWrongTokensOneHasToWait() async throws {
        let few = { (settings: inout DashboardSettings) in settings.limits.wrongTokens = 3 }
        try await DashboardClient.with(output: output(), token: Self.token, few) { client in
            let form = try await client.get("/login").formToken
            for _ in 0..<3 {
                #expect(try await client.post("/login", ["form_token": form, "token": "wrong"]).status == 403)
            }
            #expect(try await client.post("/login", ["form_token": form, "token": Self.token]).status == 429)
        }
    }

    @Test(arguments: ["//evil.com", "https://evil.com", "/\\evil.com", "javascript:1", "/a\r\nSet-Cookie: x", ""])
    func signingInLeadsNowhereElse(_ target: String) async throws {
        try await DashboardClient.with(output: output(), token: Self.token) { client in
            let form = try await client.get("/login").formToken
            let answer = try await client.post("/login", ["form_token": form, "token": Self.token, "next": target])
            #expect(answer.headers[.location] == "/")
        }
    }

    // MARK: Forms

    @Test func formsOfOthersAreRefused() async throws {
        let copy = try RunsFixture.shared.get().copy()
        try await DashboardClient.with(output: copy.path + "/prospect-output") { client in
            let list = try await client.get("/api/v1/list?per_page=1").json
            let id = try #require((list["rows"] as? [[String: Any]])?.first?["id"] as? String)
            let address = "/portals/\(DashboardClient.encoded(id))/message"
            let fields = ["subject": "Bad", "opening": "Bad"]
            let token = try await client.get("/portals/\(DashboardClient.encoded(id))").formToken
            #expect(!token.isEmpty)
            // Without one, with another's, cut, or from another site.
            for wrong in ["", "x", String(token.dropLast()), Secrets.random()] {
                var fields = fields
                fields["form_token"] = wrong
                #expect(try await client.post(address, fields).status == 403, "\(wrong)")
            }
            var right = fields
            right["form_token"] = token
            for site in ["cross-site", "same-site"] {
                #expect(try await client.post(address, right, [.secFetchSite: site]).status == 403)
            }
            #expect(try await client.post(address, right, type: "text/plain").status == 415)
            // The token of this browser is no use in another one.
            client.keepsCookies = false
            #expect(try await client.post(address, right).status == 403)
            let other = "prospect_visit=\(Secrets.random())"
            #expect(try await client.post(address, right, [.cookie: other]).status == 403)
            #expect(!FileManager.default.fileExists(atPath: copy.path + "/prospect-output/edits.csv"))
            client.keepsCookies = true
            #expect(try await client.post(address, right, [.secFetchSite: "same-origin"]).status == 303)
        }
    }

    // MARK: Limits

    @Test func largeRequestsAreRefused() async throws {
        try await DashboardClient.with(output: output()) { client in
            let long = String(repeating: "x", count: 9_000)
            #expect(try await client.get("/?q=\(long)").status == 414)
            #expect(try await client.get("/?q=\(String(repeating: "x", count: 101))").status == 400)
            let token = try await client.get("/").formToken
            let form = ["form_token": token, "token": String(repeating: "x", count: 70_000)]
            #expect(try await client.post("/login", form).status == 413)
        }
    }

    @Test func aSlowAnswerIsGivenUp() async throws {
        let hurry = { (settings: inout DashboardSettings) in settings.limits.seconds = 0 }
        try await DashboardClient.with(output: output(), hurry) { client in
            let answer = try await client.get("/api/v1/list")
            #expect(answer.status == 503)
        }
    }

    @Test(arguments: [
        "/runs/..%2F..%2Fedits.csv", "/runs/%2Fetc%2Fpasswd", "/?run=..%2F..", "/model?run=%2E%2E",
        "/portals/..%2F..%2Fx",
        "/assets/..%2Fdashboard.css", "/assets/%2Fetc%2Fpasswd", "/api/v1/runs/%00", "/runs/compare?a=..&b=.",
    ]) func pathsAreOnlyNames(_ address: String) async throws {
        try await DashboardClient.with(output: output()) { client in
            let answer = try await client.get(address)
            #expect(answer.status == 404)
            #expect(!answer.text.contains("root:"))
        }
    }

    // MARK: Logs

    @Test func logsAndMetricsNameNobody() async throws {
        let events = LogKeeper()
        let logger = Logger(label: "test") { _ in events }
        let fixture = try RunsFixture.shared.get()
        try await DashboardClient.with(output: fixture.output, token: Self.token, logger: logger) { client in
            let list = try await client.get("/api/v1/list?per_page=1&q=secret-search", Self.bearer)
            #expect(list.status == 200)
            let all = try await client.get("/api/v1/list?per_page=1", Self.bearer).json
            let id = try #require((all["rows"] as? [[String: Any]])?.first?["id"] as? String)
            _ = try await client.get("/portals/\(id)", Self.bearer)
            _ = try await client.get("/portals/nobody-\(id)", Self.bearer)
            _ = try await client.get("/portals/\(id)?x=%zz", Self.bearer)
            let page = try await client.get("/login")
            _ = try await client.post("/login", ["form_token": page.formToken, "token": "wrong-token-wrong"])
            let metrics = try await client.get("/metrics", Self.bearer).text
            let text = events.text + metrics
            #expect(text.contains("route=/portals/{id}") || text.contains("/portals/:id"))
            for secret in [id, Self.token, "wrong-token-wrong", "secret-search"] {
                #expect(!text.contains(secret), "\(secret)")
            }
        }
    }

    @Test func textsCompareAsAWhole() {
        #expect(Secrets.areEqual("abc", "abc"))
        for other in ["", "ab", "abd", "abcd", "Abc"] { #expect(!Secrets.areEqual("abc", other)) }
        #expect(Secrets.random() != Secrets.random())
        #expect(Secrets.isOne(Secrets.random()))
        let secrets = Secrets()
        #expect(secrets.isFormToken(secrets.formToken(for: "a"), for: "a"))
        #expect(!secrets.isFormToken(secrets.formToken(for: "a"), for: "b"))
        #expect(!Secrets().isFormToken(secrets.formToken(for: "a"), for: "a"))
    }
}

/// Keeps everything that is logged, at every level.
private struct LogKeeper: LogHandler {
    private final class Lines: Sendable {
        let all = Mutex<[String]>([])
    }

    private let lines = Lines()
    var logLevel = Logger.Level.trace
    var metadata: Logger.Metadata = [:]

    var text: String { lines.all.withLock { $0.joined(separator: "\n") } }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let merged = metadata.merging(event.metadata ?? [:]) { _, new in new }
        let details = merged.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        lines.all.withLock { $0.append("\(event.message) \(details.joined(separator: " "))") }
    }
}
