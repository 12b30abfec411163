internal import Base
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Playbooks
internal import Ranking
internal import Reporting

extension Site {
    /// Adds the routes of a portal and of the changes to its message.
    func addPortalRoutes(to router: Router<DashboardContext>) {
        router.get("/portals/:id") { request, context -> Response in
            let parameters = try QueryParameters(request.uri.query)
            try parameters.allow(["run", "saved"])
            let detail = try await detail(of: context.part("id"), run: parameters["run"])
            let content = PortalPage(
                detail, run: parameters["run"], formToken: secrets.formToken(for: context.browser),
                isSaved: parameters["saved"] == "yes")
            let notices =
                detail.unreadable.isEmpty
                ? []
                : [
                    PageView.Notice(
                        text: "Not everything of this run can be read: \(detail.unreadable.joined(separator: ", ")).",
                        isBad: true)
                ]
            return page(
                "portal", "Portal \(detail.id)", section: .week, notices: notices, hasCharts: !content.charts.isEmpty,
                content, context)
        }
        router.post("/portals/:id/message") { request, context -> Response in
            let parameters = try QueryParameters(request.uri.query)
            try parameters.allow(["run"])
            let id = try context.part("id")
            let index = try await list(parameters["run"]).index
            guard index.row(of: id) != nil, let playbook = index.playbooks[id]?.playbook else {
                throw HTTPError(.notFound, message: "This portal has no playbook to change.")
            }
            let form = context.form!
            let edit =
                form.has("restore")
                ? MessageEdit()
                : MessageEdit(
                    subject: try Self.line(form, "subject", PortalPage.longestSubject, made: playbook.subject),
                    opening: try Self.line(form, "opening", PortalPage.longestOpening, made: playbook.opening))
            try await edits.keep(edit, of: id, on: index.list.asOf)
            return .redirect(to: PortalPage.address(id, run: parameters["run"], saved: true), type: .normal)
        }
    }

    /// Returns what is known about a portal.
    ///
    /// - Throws: `HTTPError` 404 if the list does not have it.
    func detail(of id: String, run: String?) async throws -> PortalDetail {
        let index = try await list(run).index
        guard let row = index.row(of: id) else {
            throw HTTPError(.notFound, message: "The list for \(index.list.asOf) has no such portal.")
        }
        let past = try await lists.past(before: index.list.asOf)
        let edit = try await edits.edits(of: index.list.asOf)[id]
        return try await workbench.query { connection in
            PortalReader(index: index, connection: connection).read(row, past: past, edit: edit)
        }
    }

    /// Returns a submitted line, or nil if it is empty or equals the generated one.
    private static func line(
        _ form: QueryParameters, _ name: String, _ most: Int, made: String
    ) throws(HTTPError) -> String? {
        guard let line = Edits.line(form[name]) else { return nil }
        guard line.count <= most else {
            throw HTTPError(.badRequest, message: "The \(name) line has more than \(Numbers.count(most)) characters.")
        }
        return line == made ? nil : line
    }
}
