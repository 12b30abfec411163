internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

/// The context of a request.
struct DashboardContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The secret of the browser: of its session if the user has signed in, otherwise of its visit. Forms are bound to
    /// it.
    var browser = ""
    /// Whether a user has signed in.
    var hasSession = false
    /// The fields of a posted form.
    var form: QueryParameters?

    init(source: ApplicationRequestContextSource) {
        coreContext = .init(source: source)
    }

    /// Returns a decoded part of the path.
    ///
    /// - Throws: `HTTPError` 404 if its percent encoding is invalid.
    func part(_ name: String) throws(HTTPError) -> String {
        guard let text = parameters.get(name)?.removingPercentEncoding, !text.isEmpty else {
            throw HTTPError(.notFound, message: "There is no such page.")
        }
        return text
    }
}
