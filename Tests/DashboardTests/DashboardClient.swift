import Base
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import SampleCompany
import Testing

@testable import Dashboard

/// A dashboard without a socket, and a browser's cookies.
final class DashboardClient {
    struct Answer {
        let status: Int
        let headers: HTTPFields
        let text: String

        var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(text.utf8))) as? [String: Any] ?? [:]
        }

        /// The token of the page's first form.
        var formToken: String {
            guard let start = text.firstRange(of: "name=\"form_token\" value=\"") else { return "" }
            return String(text[start.upperBound...].prefix { $0 != "\"" })
        }
    }

    private let client: any TestClientProtocol
    private(set) var cookies: [String: String] = [:]
    var keepsCookies = true

    private init(_ client: any TestClientProtocol) { self.client = client }

    /// Runs a test against a dashboard.
    ///
    /// - Parameter change: what is unlike the defaults.
    static func with(
        output: String, token: String? = nil, run: String? = nil,
        logger: Logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
        _ change: (inout DashboardSettings) -> Void = { _ in },
        test: @Sendable (DashboardClient) async throws -> Void
    ) async throws {
        var settings = try DashboardSettings(
            output: output, run: run, token: token, today: { SampleCompany.defaultUntil + 3 })
        settings.limits.runsSeconds = 0
        change(&settings)
        let application = try Dashboard(settings, logger: logger).makeApplication()
        try await application.test(.router) { try await test(DashboardClient($0)) }
    }

    func get(
        _ address: String, _ headers: HTTPFields = [:], method: HTTPRequest.Method = .get
    ) async throws -> Answer {
        try await send(address, method, headers, body: nil)
    }

    /// A text of an answer of the API.
    func text(_ address: String, _ member: String) async throws -> String? {
        try await get(address).json[member] as? String
    }

    func post(
        _ address: String, _ fields: [String: String], _ headers: HTTPFields = [:],
        type: String = "application/x-www-form-urlencoded"
    ) async throws -> Answer {
        var headers = headers
        headers[.contentType] = type
        let body = fields.sorted { $0.key < $1.key }.map { "\(Self.encoded($0.key))=\(Self.encoded($0.value))" }
            .joined(separator: "&")
        return try await send(address, .post, headers, body: ByteBuffer(string: body))
    }

    static func encoded(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: .alphanumerics)!
    }

    private func send(
        _ address: String, _ method: HTTPRequest.Method, _ headers: HTTPFields, body: ByteBuffer?
    ) async throws -> Answer {
        var headers = headers
        if keepsCookies, !cookies.isEmpty {
            headers[.cookie] = cookies.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(
                separator: "; ")
        }
        let response = try await client.executeRequest(uri: address, method: method, headers: headers, body: body)
        for cookie in response.headers[values: .setCookie] {
            let pair = cookie.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            cookies[String(pair[0])] = String(pair[1])
        }
        return Answer(
            status: response.status.code, headers: response.headers, text: String(buffer: response.body))
    }
}
