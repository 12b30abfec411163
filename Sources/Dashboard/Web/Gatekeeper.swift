internal import Foundation
internal import HTTPTypes
internal import Hummingbird

extension HTTPField.Name {
    static let host = HTTPField.Name("Host")!
    static let secFetchSite = HTTPField.Name("Sec-Fetch-Site")!
    static let forwardedProtocol = HTTPField.Name("X-Forwarded-Proto")!
}

/// Rejects requests with a long address or a foreign host name.
///
/// A page elsewhere can have its name resolved to 127.0.0.1 and then read what is served there (DNS rebinding). The
/// requests of such a page carry its name as their host.
struct HostGate: RouterMiddleware {
    let settings: DashboardSettings

    func handle(
        _ request: Request, context: DashboardContext, next: (Request, DashboardContext) async throws -> Response
    ) async throws -> Response {
        guard request.uri.string.utf8.count <= settings.limits.addressBytes else {
            throw HTTPError(.uriTooLong, message: "The address is too long.")
        }
        // If there is a token, a foreign page has neither the token nor the cookie of a session.
        if settings.token == nil {
            let hosts = [request.head.authority, request.headers[.host]].compactMap(\.self)
            guard !hosts.isEmpty, hosts.allSatisfy({ DashboardSettings.isLoopback(Self.name($0)) }) else {
                throw HTTPError(.misdirectedRequest, message: "The dashboard is not served under this name.")
            }
        }
        return try await next(request, context)
    }

    /// Returns the host without its port: `::1` for `[::1]:8080`.
    static func name(_ authority: String) -> String {
        if authority.hasPrefix("["), let end = authority.firstIndex(of: "]") {
            let rest = authority[authority.index(after: end)...]
            guard rest.isEmpty || rest.hasPrefix(":") && rest.dropFirst().allSatisfy(\.isNumber) else { return "" }
            return String(authority[authority.index(after: authority.startIndex)..<end])
        }
        let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count <= 2, parts.count < 2 || parts[1].allSatisfy(\.isNumber) else { return "" }
        return String(parts[0])
    }
}

/// Admits requests with the token, as a bearer token or as the cookie of a session.
struct AccessGate: RouterMiddleware {
    static let sessionCookie = "prospect_session"
    static let visitCookie = "prospect_visit"
    /// The paths that need no token. They show nothing from the data.
    private static let open: Set<String> = ["/login", "/healthz", "/readyz"]

    let settings: DashboardSettings
    let sessions: Sessions

    func handle(
        _ request: Request, context: DashboardContext, next: (Request, DashboardContext) async throws -> Response
    ) async throws -> Response {
        var context = context
        let path = request.uri.path
        let session = request.cookies[Self.sessionCookie]?.value
        if let session, sessions.isOpen(session) {
            context.browser = session
            context.hasSession = true
        }
        if let token = settings.token, !context.hasSession {
            let bearer = request.headers[.authorization].flatMap(Self.bearer)
            let isAllowed = bearer.map { Secrets.areEqual($0, token) } ?? false
            if !isAllowed, !Self.open.contains(path), !path.hasPrefix("/assets/") {
                if path.hasPrefix("/api/") || path == "/metrics" || request.method != .get || bearer != nil {
                    throw HTTPError(
                        .unauthorized, headers: [.wwwAuthenticate: "Bearer"],
                        message: "Send the token as a bearer token, or sign in at /login.")
                }
                let target = QueryParameters.address("/login", path == "/" ? [] : [("next", request.uri.string)])
                return .redirect(to: target, type: .normal)
            }
        }
        guard context.browser.isEmpty, Self.isPage(path) else { return try await next(request, context) }
        // This is a browser without a session. Its forms are bound to a cookie of its visit.
        let known = request.cookies[Self.visitCookie]?.value
        if let known, Secrets.isOne(known) {
            context.browser = known
            return try await next(request, context)
        }
        context.browser = Secrets.random()
        var response = try await next(request, context)
        response.setCookie(cookie(Self.visitCookie, context.browser, request))
        return response
    }

    static func isPage(_ path: String) -> Bool {
        !path.hasPrefix("/assets/") && !path.hasPrefix("/api/") && !["/healthz", "/readyz", "/metrics"].contains(path)
    }

    private static func bearer(_ field: String) -> String? {
        let parts = field.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
        return String(parts[1])
    }

    /// Returns a cookie that no script can read and no other site's page can send.
    func cookie(_ name: String, _ value: String, _ request: Request) -> Cookie {
        Cookie(
            name: name, value: value, maxAge: value.isEmpty ? 0 : settings.limits.sessionSeconds, path: "/",
            secure: request.headers[.forwardedProtocol] == "https", httpOnly: true, sameSite: .strict)
    }
}

/// Reads forms, and accepts only those that a page of the dashboard gave to this browser.
struct FormGate: RouterMiddleware {
    static let field = "form_token"

    let settings: DashboardSettings
    let secrets: Secrets

    func handle(
        _ request: Request, context: DashboardContext, next: (Request, DashboardContext) async throws -> Response
    ) async throws -> Response {
        guard ![.get, .head].contains(request.method) else { return try await next(request, context) }
        if let site = request.headers[.secFetchSite], !["same-origin", "none"].contains(site) {
            throw HTTPError(.forbidden, message: "Another site sent this form.")
        }
        let type = request.headers[.contentType]?.lowercased().split(separator: ";").first.map(String.init)?.trimmed
        guard type == "application/x-www-form-urlencoded" else {
            throw HTTPError(.unsupportedMediaType, message: "Only forms are accepted.")
        }
        if let length = request.headers[.contentLength].flatMap(Int.init), length > settings.limits.bodyBytes {
            throw HTTPError(.contentTooLarge, message: "The form is too large.")
        }
        let body = try await request.body.collect(upTo: settings.limits.bodyBytes)
        guard let text = String(validating: body.readableBytesView, as: UTF8.self) else {
            throw HTTPError(.badRequest, message: "The form is not UTF-8.")
        }
        let form = try QueryParameters(text)
        guard !context.browser.isEmpty, secrets.isFormToken(form[Self.field] ?? "", for: context.browser) else {
            throw HTTPError(
                .forbidden, message: "The form is out of date. Open its page again, and send it from there.")
        }
        var context = context
        context.form = form
        return try await next(request, context)
    }
}
