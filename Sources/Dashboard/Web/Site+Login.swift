internal import Base
internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// The sign-in page in the form of the template `login`.
struct LoginPage {
    let variable: String
    let problem: String?
    let next: String
    let formToken: String
}

extension Site {
    /// Adds the routes that exchange the token for the cookie of a session.
    func addLoginRoutes(to router: Router<DashboardContext>) {
        let gate = AccessGate(settings: settings, sessions: sessions)
        router.get("/login") { request, context -> Response in
            guard settings.token != nil, !context.hasSession else { return .redirect(to: "/", type: .normal) }
            let parameters = try QueryParameters(request.uri.query)
            return loginPage(next: Self.safeTarget(parameters["next"]), problem: nil, context)
        }
        router.post("/login") { request, context -> Response in
            guard let token = settings.token else { throw HTTPError(.notFound, message: "No token is needed.") }
            let next = Self.safeTarget(context.form?["next"])
            guard sessions.mayTry else {
                return loginPage(
                    next: next, problem: "Too many wrong tokens. Try again in a minute.", status: .tooManyRequests,
                    context)
            }
            guard let given = context.form?["token"], Secrets.areEqual(given, token) else {
                sessions.noteWrongToken()
                return loginPage(next: next, problem: "This is not the token.", status: .forbidden, context)
            }
            var response = Response.redirect(to: next, type: .normal)
            response.setCookie(gate.cookie(AccessGate.sessionCookie, sessions.begin(), request))
            return response
        }
        router.post("/logout") { request, context -> Response in
            if context.hasSession { sessions.end(context.browser) }
            var response = Response.redirect(to: settings.token == nil ? "/" : "/login", type: .normal)
            response.setCookie(gate.cookie(AccessGate.sessionCookie, "", request))
            return response
        }
    }

    private func loginPage(
        next: String, problem: String?, status: HTTPResponse.Status = .ok, _ context: DashboardContext
    ) -> Response {
        page(
            "login", "Sign in", status: status,
            LoginPage(
                variable: DashboardSettings.tokenVariable, problem: problem, next: next,
                formToken: secrets.formToken(for: context.browser)), context)
    }

    /// Returns the page of the dashboard to continue with. Any other address is ignored.
    static func safeTarget(_ text: String?) -> String {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.hasPrefix("/\\"),
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "\\") })
        else { return "/" }
        return text
    }
}
