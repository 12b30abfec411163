internal import Base
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import NIOCore

extension Site {
    /// Adds the routes of the JSON API. `openapi.json` describes it.
    func addAPIRoutes(to router: Router<DashboardContext>) {
        let description = ByteBuffer(bytes: PackageResources.openapi_json)
        router.get("/api/v1/openapi.json") { _, _ -> Response in
            Response(
                status: .ok,
                headers: [
                    .contentType: "application/json; charset=utf-8", .contentLength: "\(description.readableBytes)",
                ], body: .init(byteBuffer: description))
        }
        router.get("/api/v1/list") { request, _ -> Response in
            let query = try ListQuery(QueryParameters(request.uri.query))
            return json(ListAnswer(try await list(query.run).index, query))
        }
        router.get("/api/v1/list.csv") { request, _ -> Response in
            try await download(ListQuery(QueryParameters(request.uri.query)))
        }
        router.get("/api/v1/portals/:id") { request, context -> Response in
            let parameters = try QueryParameters(request.uri.query)
            try parameters.allow(["run"])
            return json(PortalAnswer(try await detail(of: context.part("id"), run: parameters["run"])))
        }
        router.get("/api/v1/runs") { request, _ -> Response in
            try QueryParameters(request.uri.query).allow([])
            let catalog = try await lists.watcher.catalog()
            let shown = try await lists.current().index?.run.id
            return json(RunsAnswer(shown: shown, runs: catalog.runs.map { RunAnswer($0, now: Date()) }))
        }
        router.get("/api/v1/runs/:run") { request, context -> Response in
            try QueryParameters(request.uri.query).allow([])
            let catalog = try await lists.watcher.catalog()
            guard let run = catalog[try context.part("run")] else {
                throw HTTPError(.notFound, message: "There is no such run.")
            }
            return json(RunAnswer(run, now: Date()))
        }
        router.get("/api/v1/metrics") { request, _ -> Response in
            let parameters = try QueryParameters(request.uri.query)
            try parameters.allow(["run"])
            guard let run = try await run(parameters["run"]) else {
                throw HTTPError(.notFound, message: NoList.text)
            }
            return json(MetricsAnswer(try await reports.report(of: run)))
        }
    }
}
