internal import HTTPTypes
internal import Hummingbird

/// Answers a request within a time limit, which includes reading its body, or not at all.
struct TimeLimit<Inner: HTTPResponder>: HTTPResponder where Inner.Context == DashboardContext {
    let inner: Inner
    let seconds: Double
    let page: @Sendable (HTTPError, Request) -> Response

    func respond(to request: Request, context: DashboardContext) async throws -> Response {
        try await withThrowingTaskGroup(of: Response?.self) { group in
            group.addTask { try await inner.respond(to: request, context: context) }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                return nil
            }
            defer { group.cancelAll() }
            if let response = try await group.next()! { return response }
            return page(
                HTTPError(.serviceUnavailable, message: "The answer took longer than \(Int(seconds)) seconds."), request
            )
        }
    }
}
