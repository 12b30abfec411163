import DuckDB
import Foundation
import HTTPTypes
import TestSupport
import Testing

@testable import Dashboard
@testable import Playbooks

/// Changing the two lines of a portal's message.
@Suite struct MessageTests {
    private static func portal(_ client: DashboardClient) async throws -> String {
        let list = try await client.get(
            "/api/v1/list?per_page=1&urgency=reach_out_now&urgency=nurture&urgency=reactivate")
        let rows = list.json["rows"] as? [[String: Any]]
        return try #require(rows?.first?["id"] as? String)
    }

    @Test func anEditStaysAndIsTakenBack() async throws {
        let copy = try RunsFixture.shared.get().copy()
        let output = copy.path + "/prospect-output"
        // A colleague's edits of another Sunday, with a column of their own.
        try copy.write(
            "prospect-output/edits.csv",
            "id,DATE,subject_line,opening_line,who\n7,2020-01-05,\"Kept, as it is\",,\"A \"\"B\"\"\"\n")
        try await DashboardClient.with(output: output) { client in
            let id = try await Self.portal(client)
            let address = "/portals/" + DashboardClient.encoded(id)
            let page = try await client.get(address)
            let before = try await client.get("/api/v1" + address).json["playbook"] as? [String: Any]
            let opening = try #require(before?["opening"] as? String)
            let saved = try await client.post(
                address + "/message",
                ["form_token": page.formToken, "subject": "  =A \"subject\",\n of <mine> ", "opening": opening])
            #expect(saved.status == 303)
            #expect(saved.headers[.location] == "/portals/\(QueryParameters.encoded(id))?saved=yes")
            let after = try await client.get(address)
            #expect(after.text.contains("value=\"&#39;=A &quot;subject&quot;, of &lt;mine&gt;\""))
            #expect(after.text.contains(">edited</dd>"))
            let playbook = try await client.get("/api/v1" + address).json["playbook"] as? [String: Any]
            #expect(playbook?["opening"] as? String == opening)
            #expect(playbook?["made_subject"] as? String == before?["subject"] as? String)
            let file = String(decoding: try copy.read("prospect-output/edits.csv"), as: UTF8.self)
            #expect(file.contains("7,2020-01-05,\"Kept, as it is\",,\"A \"\"B\"\"\"\n"))
            #expect(file.contains("\(id),\(RunsFixture.sundays[2]),\"'=A \"\"subject\"\", of <mine>\",,\n"))
            let csv = try await client.get("/list.csv?q=" + DashboardClient.encoded(id))
            #expect(csv.text.contains("of <mine>") && csv.text.contains(",edited"))
            // As the playbooks stage will read it.
            let connection = try Database.open().connect()
            let edits = try EditsFile(output: output).edits(of: RunsFixture.sundays[2], connection: connection)
            #expect(edits[id]?.subject == "'=A \"subject\", of <mine>")
            #expect(edits[id]?.opening == nil)
            let restored = try await client.post(
                address + "/message", ["form_token": after.formToken, "restore": "yes", "subject": "x", "opening": "y"])
            #expect(restored.status == 303)
            #expect(try await client.get(address).text.contains(">rules</dd>"))
            #expect(!String(decoding: try copy.read("prospect-output/edits.csv"), as: UTF8.self).contains(id))
        }
    }

    @Test func manyAtOnceAllStay() async throws {
        let copy = try RunsFixture.shared.get().copy()
        let file = EditsFile(output: copy.path + "/prospect-output")
        let day = RunsFixture.sundays[2]
        try await withThrowingTaskGroup { group in
            for number in 0..<24 {
                group.addTask {
                    let connection = try Database.open(settings: ["threads": "1"]).connect()
                    try file.keep(
                        .init(subject: "Subject \(number)"), of: "portal \(number)", on: day, connection: connection)
                }
            }
            try await group.waitForAll()
        }
        let edits = try file.edits(of: day, connection: Database.open().connect())
        for number in 0..<24 { #expect(edits["portal \(number)"]?.subject == "Subject \(number)") }
    }

    @Test func linesThatAreTooLongOrNotThereAreRefused() async throws {
        let copy = try RunsFixture.shared.get().copy()
        try await DashboardClient.with(output: copy.path + "/prospect-output") { client in
            let id = try await Self.portal(client)
            let token = try await client.get("/portals/" + DashboardClient.encoded(id)).formToken
            let long = try await client.post(
                "/portals/\(DashboardClient.encoded(id))/message",
                ["form_token": token, "subject": String(repeating: "x", count: 201), "opening": "y"])
            #expect(long.status == 400)
            let unknown = try await client.post(
                "/portals/none/message", ["form_token": token, "subject": "x", "opening": "y"])
            #expect(unknown.status == 404)
            #expect(!FileManager.default.fileExists(atPath: copy.path + "/prospect-output/edits.csv"))
        }
    }
}
