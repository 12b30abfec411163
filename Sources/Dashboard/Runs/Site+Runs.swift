internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Modeling
internal import NIOCore
internal import Ranking

extension Site {
    /// Adds the routes of all runs, of a single run, and of two runs side by side.
    func addRunRoutes(to router: Router<DashboardContext>) {
        router.get("/runs") { _, context -> Response in
            let catalog = try await lists.watcher.catalog()
            let current = try await lists.current()
            return page(
                "runs", "Runs", section: .runs, notices: notices(current),
                RunsPage(catalog, shown: current.index?.run.id, now: Date()), context)
        }
        router.get("/runs/compare") { request, context -> Response in
            let parameters = try QueryParameters(request.uri.query)
            try parameters.allow(["a", "b"])
            let catalog = try await lists.watcher.catalog()
            guard let first = parameters["a"].flatMap({ catalog[$0] }), first.manifest != nil,
                let second = parameters["b"].flatMap({ catalog[$0] }), second.manifest != nil
            else { throw HTTPError(.notFound, message: "A run does not exist, or its manifest cannot be read.") }
            let forecasts = (try await forecast(of: first), try await forecast(of: second))
            return page(
                "compare", "\(first.id) and \(second.id)", section: .runs,
                ComparePage((first, second), forecasts: forecasts, now: Date()), context)
        }
        router.get("/runs/:run") { _, context -> Response in
            let catalog = try await lists.watcher.catalog()
            guard let run = catalog[try context.part("run")] else {
                throw HTTPError(.notFound, message: "There is no such run.")
            }
            let hasReport = try await workbench.run {
                FileManager.default.fileExists(atPath: run.file(RunPage.reportFile))
            }
            let content = RunPage(run, forecast: try await forecast(of: run), hasReport: hasReport, now: Date())
            return page("run", "Run \(run.id)", section: .runs, content, context)
        }
    }

    /// Adds the route of a run's report, which is one file with its scripts inside.
    func addReportFile(to router: Router<DashboardContext>) {
        // The file may run its own scripts, and load nothing.
        let policy = """
            default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; \
            form-action 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox allow-scripts
            """
        router.get("/runs/:run/report") { _, context -> Response in
            let catalog = try await lists.watcher.catalog()
            guard let run = catalog[try context.part("run")],
                let data = try await workbench.run({
                    FileManager.default.contents(atPath: run.file(RunPage.reportFile))
                })
            else { throw HTTPError(.notFound, message: "This run has no report.") }
            return Response(
                status: .ok,
                headers: [
                    .contentType: "text/html; charset=utf-8", .contentLength: "\(data.count)",
                    .contentSecurityPolicy: policy,
                ], body: .init(byteBuffer: ByteBuffer(bytes: data)))
        }
    }

    /// Returns the forecast of a run's list, or nil if the run has none.
    func forecast(of run: RunRecord) async throws -> ListForecast? {
        guard run.hasList else { return nil }
        return try await workbench.run { (try? ListLoader.primaryList(of: run))?.forecast }
    }
}
