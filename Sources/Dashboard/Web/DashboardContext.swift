internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// What is known of a request beside itself.
struct DashboardContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The secret of the browser: of its session where one has signed in, otherwise of its visit. Forms are bound to it.
    var browser = ""
    /// Whether a session was signed in.
    var hasSession = false
    /// The fields of a form that was posted.
    var form: QueryParameters?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
    }

    /// A part of the path, decoded.
    ///
    /// - Throws: `HTTPError` 404 where it is not in percent encoding.
    func part(_ name: String) throws(HTTPError) -> String {
        guard let text = parameters.get(name)?.removingPercentEncoding, !text.isEmpty else {
            throw HTTPError(.notFound, message: "There is no such page.")
        }
        return text
    }
}
