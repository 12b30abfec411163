internal import Base
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Logging
internal import NIOCore
internal import Pipeline
internal import Ranking
internal import Sources

/// The dashboard's parts, and its routes.
struct Site: Sendable {
    let settings: DashboardSettings
    let workbench: Workbench
    let lists: ListStore
    let reports: ReportStore
    let edits: EditsStore
    let sessions: Sessions
    let secrets = Secrets()
    let metrics = PrometheusMetrics(Site.metricHelps)
    let templates = Templates()
    let assets: Assets
    let started = Date()

    init(_ settings: DashboardSettings) throws {
        self.settings = settings
        workbench = try Workbench()
        let watcher = RunWatcher(
            output: settings.output, interval: settings.limits.runsSeconds, workbench: workbench)
        lists = ListStore(
            watcher: watcher, pinned: settings.run, workbench: workbench,
            patience: .seconds(settings.limits.retrySeconds))
        reports = ReportStore(output: settings.output, workbench: workbench)
        edits = EditsStore(output: settings.output, workbench: workbench)
        sessions = Sessions(
            lifetime: .seconds(settings.limits.sessionSeconds), wrongInAMinute: settings.limits.wrongTokens)
        assets = try Assets()
    }

    /// Returns all routes, behind the gates.
    func responder() -> some HTTPResponder<DashboardContext> {
        let router = Router(context: DashboardContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: Frame(metrics: metrics, errorResponse: errorResponse))
        router.add(middleware: HostGate(settings: settings))
        router.add(middleware: AccessGate(settings: settings, sessions: sessions))
        router.add(middleware: FormGate(settings: settings, secrets: secrets))
        router.add(middleware: CatalogLook(watcher: lists.watcher))
        router.get("/assets/:name") { request, context -> Response in
            try assets.response(context.part("name"), to: request)
        }
        addStatusRoutes(to: router)
        addLoginRoutes(to: router)
        addListRoutes(to: router)
        addPortalRoutes(to: router)
        addReportRoutes(to: router)
        addRunRoutes(to: router)
        addReportFile(to: router)
        addAPIRoutes(to: router)
        return TimeLimit(inner: router.buildResponder(), seconds: settings.limits.seconds) { error, request in
            errorResponse(error, request)
        }
    }

    // MARK: What routes share

    /// Returns a page.
    ///
    /// - Parameters:
    ///   - section: The page of the navigation that it belongs to.
    ///   - content: The content in the form of the template.
    func page(
        _ template: String, _ title: String, section: Section? = nil, notices: [PageView.Notice] = [],
        hasCharts: Bool = false, status: HTTPResponse.Status = .ok, _ content: Any, _ context: DashboardContext?
    ) -> Response {
        let isOpen = settings.token == nil || context?.hasSession == true
        let view = PageView(
            title: title,
            navigation: isOpen
                ? Section.allCases.map { .init(title: $0.title, href: $0.rawValue, isCurrent: $0 == section) } : [],
            clocks: isOpen ? clocks : nil, banner: isOpen ? freshness?.warning : nil, notices: notices,
            version: assets.version, hasCharts: hasCharts, hasSession: context?.hasSession ?? false,
            formToken: context.map { secrets.formToken(for: $0.browser) } ?? "", page: content)
        let html = ByteBuffer(string: templates.render(template, view))
        return Response(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8", .contentLength: "\(html.readableBytes)"],
            body: .init(byteBuffer: html))
    }

    /// How far the data of this week's list reaches, for the header of every page.
    private var clocks: String? {
        guard let run = lists.shownRun, let asOf = run.asOf, let clocks = run.manifest?.clocks else { return nil }
        return "This week’s list is for \(asOf.withWeekday). \(clocks.phrase)."
    }

    /// The age of the usage of this week's list.
    var freshness: Freshness? {
        lists.shownRun?.manifest?.clocks?.freshness(today: settings.today(), warn: settings.freshnessWarn)
    }

    /// Returns an error as a page, or as JSON if the request is for the API.
    func errorResponse(_ error: HTTPError, _ request: Request) -> Response {
        let message = error.body ?? error.status.reasonPhrase
        var response: Response
        if request.uri.path.hasPrefix("/api/") {
            response = json(ErrorAnswer(error: .init(status: error.status.code, message: message)))
            response.status = error.status
        } else {
            let heading =
                switch error.status {
                case .notFound: "Not here"
                case .badRequest: "This address is not understood"
                default: error.status.reasonPhrase
                }
            response = page(
                "message", heading, status: error.status,
                MessagePage(heading: heading, paragraphs: [message], href: "/", link: "Go to this week’s list"), nil)
        }
        for field in error.headers { response.headers[field.name] = field.value }
        return response
    }

    /// Returns a value as JSON, with names in snake case.
    func json(_ value: some Encodable) -> Response {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
        guard let data = try? encoder.encode(value) else { return Response(status: .internalServerError) }
        return Response(
            status: .ok, headers: [.contentType: "application/json; charset=utf-8", .contentLength: "\(data.count)"],
            body: .init(byteBuffer: ByteBuffer(bytes: data)))
    }

    /// Returns the remarks about runs that cannot be shown.
    func notices(_ current: ListStore.Current) -> [PageView.Notice] {
        current.unreadable.map { run, reason in
            let day = run.asOf.map { " of \($0)" } ?? ""
            let shown = current.index.map { " The list of \($0.list.asOf) is shown." } ?? ""
            return .init(text: "The run \(run.id)\(day) cannot be read: \(reason).\(shown)", isBad: true)
        }
    }

    /// Returns the list that a request is about, and the remarks about it.
    ///
    /// - Parameter run: A run other than this week's.
    /// - Throws: `HTTPError` 404 if there is no such run or it has no list. `NoList` if there is no list at all.
    func list(_ run: String?) async throws -> (index: ListIndex, isThisWeek: Bool, notices: [PageView.Notice]) {
        let current = try await lists.current()
        if let run, run != current.index?.run.id {
            do {
                guard let index = try await lists.index(of: run) else {
                    throw HTTPError(.notFound, message: "There is no such run.")
                }
                return (index, false, [])
            } catch let error as UnreadableRun {
                throw HTTPError(.notFound, message: "This run cannot be shown: \(error).")
            }
        }
        guard let index = current.index else { throw NoList(notices: notices(current)) }
        return (index, true, notices(current))
    }
}

/// An error if no run has a list that could be shown.
struct NoList: HTTPResponseError {
    let notices: [PageView.Notice]
    let status = HTTPResponse.Status.notFound

    static let text = "There is no finished run with a list yet. Run `prospect run`; its list appears here by itself."

    func response(from request: Request, context: some RequestContext) throws -> Response { Response(status: status) }
}

/// The API's answer if it cannot answer a request.
struct ErrorAnswer: Encodable {
    struct Detail: Encodable {
        let status: Int
        let message: String
    }

    let error: Detail
}

/// A page with a single message.
struct MessagePage {
    let heading: String
    let paragraphs: [String]
    let href: String
    let link: String
}
