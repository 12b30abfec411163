internal import Base
internal import CoreMetrics
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import Playbooks

/// Looks for new runs before a page is made, so that its header shows how far the data reaches.
struct CatalogLook: RouterMiddleware {
    let watcher: RunWatcher

    func handle(
        _ request: Request, context: DashboardContext, next: (Request, DashboardContext) async throws -> Response
    ) async throws -> Response {
        if AccessGate.isPage(request.uri.path) { _ = try? await watcher.catalog() }
        return try await next(request, context)
    }
}

/// Wraps every request: headers, errors as pages or JSON, counts, and a line in the log without personal data.
struct Frame: RouterMiddleware {
    /// The name of the requests' histogram.
    static let durations = "prospect_http_request_duration_seconds"

    let metrics: PrometheusMetrics
    let errorResponse: @Sendable (HTTPError, Request) -> Response

    /// The content security policy: scripts and styles come only from our own files, never from the page itself.
    static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:",
        "font-src 'self'", "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    private static let headers: [(HTTPField.Name, String)] = [
        (.contentSecurityPolicy, policy), (HTTPField.Name("X-Content-Type-Options")!, "nosniff"),
        (HTTPField.Name("X-Frame-Options")!, "DENY"), (HTTPField.Name("Referrer-Policy")!, "same-origin"),
        (HTTPField.Name("Cross-Origin-Opener-Policy")!, "same-origin"),
        (HTTPField.Name("Cross-Origin-Resource-Policy")!, "same-origin"),
    ]

    func handle(
        _ request: Request, context: DashboardContext, next: (Request, DashboardContext) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as HTTPError {
            response = errorResponse(error, request)
        } catch is NoList {
            response = errorResponse(HTTPError(.notFound, message: NoList.text), request)
        } catch let error as UnreadableRun {
            response = errorResponse(
                HTTPError(.internalServerError, message: "This run cannot be shown: \(error)."), request)
        } catch let error as EditsError {
            response = errorResponse(HTTPError(.internalServerError, message: error.description), request)
        } catch let error as any HTTPResponseError {
            response = errorResponse(HTTPError(error.status), request)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            // The text of an error may contain an id.
            context.logger.error(
                "a request failed", metadata: ["error": "\(type(of: error))", "route": "\(route(context))"])
            response = errorResponse(HTTPError(.internalServerError, message: "This cannot be shown."), request)
        }
        for (name, value) in Self.headers where response.headers[name] == nil { response.headers[name] = value }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        let seconds = start.duration(to: .now) / .seconds(1)
        let known = ["GET", "HEAD", "POST"].contains(request.method.rawValue) ? request.method.rawValue : "other"
        CoreMetrics.Timer(
            label: Self.durations,
            dimensions: [("method", known), ("route", route(context)), ("status", "\(response.status.code)")],
            factory: metrics
        ).recordSeconds(seconds)
        context.logger.debug(
            "request",
            metadata: [
                "method": "\(request.method)", "route": "\(route(context))", "status": "\(response.status.code)",
                "seconds": "\(seconds)",
            ])
        return response
    }

    /// Returns the pattern of the route, because a path may contain an id.
    private func route(_ context: DashboardContext) -> String {
        context.endpointPath.map { $0 == "NotFound" ? "none" : $0 } ?? "none"
    }
}
