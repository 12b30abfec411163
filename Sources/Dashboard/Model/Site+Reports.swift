internal import HTTPTypes
internal import Hummingbird

extension Site {
    /// The models and the data of a run: of this week's, or of the one that is named.
    func addReportRoutes(to router: Router<DashboardContext>) {
        router.get("/model") { request, context -> Response in
            let parameters = try QueryParameters(request.uri.query)
            try parameters.allow(["run"])
            guard let run = try await run(parameters["run"]) else { return noRuns(.model, context) }
            let report = try await reports.report(of: run)
            let content = ModelPage(report, tuning: try await reports.tuning())
            return page(
                "model", "Model", section: .model, notices: remarks(report), hasCharts: content.hasCharts,
                content,
                context)
        }
        router.get("/data") { request, context -> Response in
            let parameters = try QueryParameters(request.uri.query)
            try parameters.allow(["run"])
            guard let run = try await run(parameters["run"]) else { return noRuns(.data, context) }
            let report = try await reports.report(of: run)
            let catalog = try await lists.watcher.catalog()
            let content = DataPage(report, runs: catalog.runs, today: settings.today())
            return page(
                "data", "Data", section: .data, notices: remarks(report), hasCharts: content.hasCharts, content,
                context)
        }
    }

    /// The run that a page is about: the named one, that of this week's list, or the latest that can be read.
    ///
    /// - Throws: `HTTPError` 404 where there is none of that name.
    func run(_ id: String?) async throws -> RunRecord? {
        let catalog = try await lists.watcher.catalog()
        if let id {
            guard let run = catalog[id], run.state != .broken else {
                throw HTTPError(.notFound, message: "There is no such run, or its manifest cannot be read.")
            }
            return run
        }
        if let index = try await lists.current().index { return index.run }
        return catalog.runs.first { $0.state != .broken }
    }

    /// What is to be said of a run before anything that it found.
    private func remarks(_ report: RunReport) -> [PageView.Notice] {
        var notices: [PageView.Notice] = []
        if report.run.state != .finished {
            let remark = report.run.remark.map { " \($0)" } ?? ""
            notices.append(.init(text: "This run is \(report.run.state.rawValue).\(remark)", isBad: true))
        }
        if !report.unreadable.isEmpty {
            let names = report.unreadable.joined(separator: ", ")
            notices.append(.init(text: "Not everything of this run can be read: \(names).", isBad: true))
        }
        return notices
    }

    private func noRuns(_ section: Section, _ context: DashboardContext) -> Response {
        page(
            "message", "No run yet", section: section,
            MessagePage(
                heading: "No run yet", paragraphs: ["Run `prospect run`; what it finds appears here by itself."],
                href: "/runs", link: "See the runs"), context)
    }
}
