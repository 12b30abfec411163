internal import Base
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Ranking

extension Site {
    /// Adds the routes of this week's list and its download.
    func addListRoutes(to router: Router<DashboardContext>) {
        router.get("/") { request, context -> Response in
            let query = try ListQuery(QueryParameters(request.uri.query))
            do {
                let (index, isThisWeek, notices) = try await list(query.run)
                let content = ListPage(index, query, ListPart(index, query), isThisWeek: isThisWeek)
                return page("list", content.heading, section: .week, notices: notices, content, context)
            } catch let error as NoList {
                return page(
                    "message", "No list yet", section: .week, notices: error.notices,
                    MessagePage(heading: "No list yet", paragraphs: [NoList.text], href: "/runs", link: "See the runs"),
                    context)
            }
        }
        router.get("/list.csv") { request, _ -> Response in
            let query = try ListQuery(QueryParameters(request.uri.query))
            return try await download(query)
        }
    }

    /// Returns the selection as a file.
    func download(_ query: ListQuery) async throws -> Response {
        let index = try await list(query.run).index
        let rows = index.select(query.filter, by: query.ordering).rows
        let edits = try await edits.edits(of: index.list.asOf)
        let file = try await workbench.run { try ListDownload(index, rows: rows, edits: edits) }
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/csv; charset=utf-8; header=present",
                .contentDisposition: "attachment; filename=\"\(file.fileName)\"",
            ], body: file.body)
    }
}
