import Foundation
import Pipeline
import TestSupport
import Testing

@testable import Dashboard
@testable import Modeling

/// Runs that are being written, or broken, and new ones.
@Suite struct BrokenRunTests {
    private static let pages = ["/", "/runs", "/model", "/data", "/api/v1/runs", "/api/v1/list", "/metrics"]

    private static func change(_ manifest: String, _ change: (inout [String: Any]) -> Void) throws {
        let url = URL(fileURLWithPath: manifest)
        var json = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as! [String: Any]
        change(&json)
        try JSONSerialization.data(withJSONObject: json).write(to: url)
    }

    @Test func anEmptyFolderSaysSo() async throws {
        let folder = try TemporaryFolder()
        try await DashboardClient.with(output: folder.path) { client in
            for page in ["/", "/runs", "/model", "/data"] {
                let answer = try await client.get(page)
                #expect(answer.status == 200)
                #expect(answer.text.contains("prospect run"))
            }
            #expect(try await client.get("/readyz").status == 503)
            #expect(try await client.get("/healthz").status == 200)
            #expect(try await client.get("/metrics").status == 200)
            let list = try await client.get("/api/v1/list")
            #expect(list.status == 404 && list.json["error"] != nil)
        }
    }

    /// What can happen to the latest run's files; the one before it is shown then.
    @Test(arguments: [
        "manifest.json:", "manifest.json:{\"id\"", "lists.json:", "lists.json:[]", "lists.json:{}",
        "snapshots.json:nonsense", "LIST:", "LIST:rank,id\n1,2\n", "LIST-", "lists.json-", "manifest.json-",
        "list.parquet:", "list.parquet:PAR1", "list.parquet-",
    ]) func aBrokenRunIsNamedAndTheOneBeforeIsShown(_ damage: String) async throws {
        let fixture = try RunsFixture.shared.get()
        let copy = try fixture.copy()
        let output = copy.path + "/prospect-output"
        let run = fixture.runs[2]
        let isRemoved = damage.hasSuffix("-")
        let parts = damage.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = isRemoved ? String(damage.dropLast()) : String(parts[0])
        let file = "\(output)/runs/\(run)/" + (name == "LIST" ? ModelName.logistic.listFile : name)
        if isRemoved {
            try FileManager.default.removeItem(atPath: file)
        } else {
            try Data(parts[1].utf8).write(to: URL(fileURLWithPath: file))
        }
        try await DashboardClient.with(output: output) { client in
            for page in Self.pages { #expect(try await client.get(page).status == 200, "\(page)") }
            #expect(try await client.text("/api/v1/list", "run") == fixture.runs[1])
            let runs = try await client.get("/runs").text
            #expect(runs.contains(run))
            let isNamed = try await client.get("/").text.contains("The run \(run)")
            #expect(name == "manifest.json" ? runs.contains(">broken<") : isNamed)
            #expect(try await client.get("/runs/\(run)").status == 200)
            #expect(try await client.get("/?run=\(run)").status == 404)
            #expect(try await client.get("/api/v1/portals/1?run=\(run)").status == 404)
        }
    }

    /// Trying a broken run again must not take its notice off the page.
    @Test func aBrokenRunStaysNamedWhileItIsTriedAgain() async throws {
        let fixture = try RunsFixture.shared.get()
        let copy = try fixture.copy()
        let output = copy.path + "/prospect-output"
        let run = fixture.runs[2]
        try FileManager.default.removeItem(atPath: "\(output)/runs/\(run)/lists.json")
        let always: (inout DashboardSettings) -> Void = { $0.limits.retrySeconds = 0 }
        try await DashboardClient.with(output: output, always) { client in
            for _ in 1...5 {
                let page = try await client.get("/").text
                #expect(page.contains("The run \(run)"))
            }
        }
    }

    @Test func filesOfTheReportsMayBeBroken() async throws {
        let fixture = try RunsFixture.shared.get()
        let copy = try fixture.copy()
        let folder = copy.path + "/prospect-output/runs/" + fixture.runs[2]
        for name in ["metrics.json", "checks.json", "company.json", "reasons.parquet", "axes.parquet"] {
            try Data("broken".utf8).write(to: URL(fileURLWithPath: folder + "/" + name))
        }
        try await DashboardClient.with(output: copy.path + "/prospect-output") { client in
            for page in Self.pages { #expect(try await client.get(page).status == 200, "\(page)") }
            let model = try await client.get("/model").text
            #expect(model.contains("Not everything of this run can be read: metrics.json,"))
            let list = try await client.get("/api/v1/list").json
            let id = try #require((list["rows"] as? [[String: Any]])?.first?["id"] as? String)
            let portal = try await client.get("/portals/" + DashboardClient.encoded(id))
            #expect(portal.status == 200)
            #expect(portal.text.contains("can be read: reasons.parquet, axes.parquet."))
        }
    }

    @Test func aRunUnderWayIsNeitherShownNorDead() async throws {
        let fixture = try RunsFixture.shared.get()
        let copy = try fixture.copy()
        let output = copy.path + "/prospect-output"
        let run = fixture.runs[2]
        try Self.change("\(output)/runs/\(run)/manifest.json") { $0["state"] = "running" }
        // As the run would hold it.
        let lock = open(output + "/.lock", O_RDWR | O_CREAT, 0o644)
        #expect(flock(lock, LOCK_EX) == 0)
        defer { close(lock) }
        try await DashboardClient.with(output: output) { client in
            let shown = try await client.text("/api/v1/list", "run")
            #expect(shown == fixture.runs[1])
            #expect(try await client.text("/api/v1/runs/\(run)", "state") == "running")
            #expect(try await client.get("/runs").text.contains("It is being written."))
            #expect(flock(lock, LOCK_UN) == 0)
            #expect(try await client.text("/api/v1/runs/\(run)", "state") == "died")
        }
    }

    @Test func aNewRunAppearsWithoutARestart() async throws {
        let fixture = try RunsFixture.shared.get()
        let copy = try fixture.copy()
        let output = copy.path + "/prospect-output"
        let run = fixture.runs[2]
        let (aside, place) = (copy.path + "/aside", "\(output)/runs/\(run)")
        try FileManager.default.moveItem(atPath: place, toPath: aside)
        try await DashboardClient.with(output: output) { client in
            #expect(try await client.text("/api/v1/list", "run") == fixture.runs[1])
            try FileManager.default.moveItem(atPath: aside, toPath: place)
            var shown: String?
            for _ in 0..<500 where shown != run {
                shown = try await client.text("/api/v1/list", "run")
                #expect(shown == run || shown == fixture.runs[1])
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(shown == run)
        }
    }

    @Test func aListThatWasOnlyAuditedIsNotThisWeeks() async throws {
        let fixture = try RunsFixture.shared.get()
        let copy = try fixture.copy()
        let output = copy.path + "/prospect-output"
        try Self.change("\(output)/runs/\(fixture.runs[2])/manifest.json") { manifest in
            var stages = manifest["stages"] as! [[String: Any]]
            stages.removeAll { $0["name"] as? String == "segment" }
            var audit = stages[0]
            audit["name"] = "audit"
            manifest["stages"] = stages + [audit]
        }
        try await DashboardClient.with(output: output) { client in
            let shown = try await client.text("/api/v1/list", "run")
            #expect(shown == fixture.runs[1])
            #expect(try await client.get("/?run=\(fixture.runs[2])").status == 200)
        }
    }
}
