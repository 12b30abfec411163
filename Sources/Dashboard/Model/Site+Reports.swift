internal import HTTPTypes
internal import Hummingbird

extension Site {
    /// Adds the routes of a run's models and data. The run is this week's or a named one.
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

    /// Returns the run that a page is about: the named one, that of this week's list, or the latest readable one.
    ///
    /// - Throws: `HTTPError` 404 if there is no run with that name.
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

    /// Returns the remarks about a run that come before its results.
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
