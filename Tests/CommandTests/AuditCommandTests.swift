import Foundation
import TestSupport
import Testing

/// The audit from the command line: its table, its JSON, its exit codes, and what is published.
@Suite struct AuditCommandTests {
    static let settings = [
        "models.members=[lightgbm]", "lightgbm.num_iterations=20", "split.validation=4", "split.test=8",
    ].flatMap { ["--set", $0] }

    private func company() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        let sample = try ProspectProcess.run(
            ["sample", ".", "--portals", "2500", "--weeks", "40", "--seed", "3", "--quiet"], in: folder.path)
        try #require(sample.exitCode == 0, "\(sample.errors)")
        return folder
    }

    @Test func passesAndPrintsEveryCheck() throws {
        let folder = try company()
        let audit = try ProspectProcess.run(["audit", "--quiet"] + Self.settings, in: folder.path)
        #expect(audit.exitCode == 0, "\(audit.output)\(audit.errors)")
        #expect(audit.errors == "")
        for name in [
            "future-deletion", "label-shuffle", "ids-and-order", "split", "single-features", "test-result",
        ] {
            #expect(audit.output.contains("\n\(name) "))
        }
        let lines = audit.output.split(separator: "\n").filter { !$0.hasPrefix("Run: ") }
        #expect(lines.allSatisfy { $0.count <= 80 }, "\(audit.output)")
        // It publishes nothing.
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/prospect-output/results"))

        let json = try ProspectProcess.run(["audit", "--quiet", "--json"] + Self.settings, in: folder.path)
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
        #expect((report["checks"] as? [[String: Any]])?.count == 6)
        #expect(report["asOf"] as? String == "2026-06-28")
    }

    /// A firmographic that only customers have ends `audit` and `run` with exit code 3; the lists of before stay.
    @Test func aPlantedLeakEndsWithExitCodeThree() throws {
        let folder = try company()
        let clean = try ProspectProcess.run(["run", "--quiet"] + Self.settings, in: folder.path)
        #expect(clean.exitCode == 0, "\(clean.output)\(clean.errors)")
        #expect(clean.output.contains("Audit for 2026-06-28: not failed."))
        let published = "prospect-output/results/sunday_ranked_prospects.csv"
        let before = try folder.read(published)

        let free = String(decoding: try folder.read("noncustomers.csv"), as: UTF8.self)
        let header = try #require(free.split(separator: "\n").first)
        #expect(header == "ALEXA_RANK,EMPLOYEE_RANGE,INDUSTRY,id")
        let emptied = free.split(separator: "\n").dropFirst().map { row in
            var cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            cells[1] = ""
            return cells.joined(separator: ",")
        }
        try folder.write("noncustomers.csv", ([String(header)] + emptied).joined(separator: "\n") + "\n")
        for command in ["audit", "run"] {
            let failed = try ProspectProcess.run([command, "--quiet"] + Self.settings, in: folder.path)
            #expect(failed.exitCode == 3, "\(failed.output)\(failed.errors)")
            #expect(
                unwrapped(failed.errors).contains("The audit failed: EMPLOYEE_RANGE (single-features)"),
                "\(failed.errors)")
            #expect(unwrapped(failed.output).contains("it is very likely filled in after the sale"))
        }
        #expect(try folder.read(published) == before)
        let runs = try ProspectProcess.run(["runs"], in: folder.path)
        #expect(runs.output.contains("failed"))
    }
}
