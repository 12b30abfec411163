internal import Charts
internal import Foundation
internal import Mustache
internal import Reporting

/// The templates of all pages. Mustache escapes every value. Only figures are inserted unescaped, as JSON in which no
/// character can end its element.
struct Templates: Sendable {
    private let library: MustacheLibrary

    init() {
        var library = MustacheLibrary()
        let own: [(String, [UInt8])] = [
            ("layout", PackageResources.layout_mustache), ("list", PackageResources.list_mustache),
            ("portal", PackageResources.portal_mustache), ("model", PackageResources.model_mustache),
            ("data", PackageResources.data_mustache), ("runs", PackageResources.runs_mustache),
            ("run", PackageResources.run_mustache), ("compare", PackageResources.compare_mustache),
            ("login", PackageResources.login_mustache), ("message", PackageResources.message_mustache),
        ]
        let texts =
            own.map { ($0.0, String(decoding: $0.1, as: UTF8.self)) } + BlockView.templates.map { ($0.key, $0.value) }
        for (name, text) in texts {
            do { try library.register(text, named: name) } catch { preconditionFailure("Template \(name): \(error)") }
        }
        self.library = library
    }

    func render(_ template: String, _ page: PageView) -> String { library.render(page, withTemplate: template)! }
}

/// A page's surroundings and its content.
struct PageView {
    struct Link: MustacheParent {
        let title: String
        let href: String
        let isCurrent: Bool

        func child(named name: String) -> Any? {
            switch name {
            case "title": title
            case "href": href
            case "isCurrent": isCurrent
            default: nil
            }
        }
    }

    struct Notice {
        let text: String
        let isBad: Bool
    }

    let title: String
    let navigation: [Link]
    /// How far the data of this week's list reaches, or nil if that is unknown.
    let clocks: String?
    /// The sentence about old usage, or nil if usage is fresh.
    let banner: String?
    let notices: [Notice]
    /// The version of the scripts and styles.
    let version: String
    let hasCharts: Bool
    /// Whether the user can sign out.
    let hasSession: Bool
    let formToken: String
    /// The content in the form of the page's template.
    let page: Any
}

/// The pages in the navigation.
enum Section: String, CaseIterable {
    case week = "/"
    case model = "/model"
    case data = "/data"
    case runs = "/runs"

    var title: String {
        switch self {
        case .week: "This week"
        case .model: "Model"
        case .data: "Data"
        case .runs: "Runs"
        }
    }
}
