import Foundation
import TestSupport
import Testing

/// What the terminal prints follows the configured weekday, horizon and windows.
@Suite struct NamesTests {
    static let settings = [
        "models.members=[logistic]", "split.validation=4", "split.test=4", "snapshots.weekday=wednesday",
        "snapshots.horizon=60", "snapshots.windows=[7, 28]",
    ].flatMap { ["--set", $0] }

    @Test func theTerminalSaysWednesdaysAndSixtyDays() throws {
        let folder = try TemporaryFolder()
        let sample = try ProspectProcess.run(
            ["sample", ".", "--portals", "800", "--weeks", "60", "--seed", "3", "--quiet"], in: folder.path)
        try #require(sample.exitCode == 0, "\(sample.errors)")
        let run = try ProspectProcess.run(["run", "--quick", "--quiet"] + Self.settings, in: folder.path)
        #expect(run.exitCode == 0, "\(run.errors)")
        // The sample ends on Sunday 2026-06-28, so its last Wednesday is 2026-06-24.
        #expect(
            run.output.contains("The list for Wednesday 2026-06-24 by logistic, best first:\nUsage through 2026-06-28"))
        #expect(run.output.contains("P(60 days)") && run.output.contains("actions 28d"))
        #expect(run.output.contains("conversions within 60 days, 90% interval"))
        #expect(run.output.contains("user-weeks 28d"))
        #expect(run.output.contains("\nList:  ") && run.output.contains("/results/list.csv\n"))
        let said = run.output.replacing("sunday_ranked_prospects", with: "")
        for foreign in ["Sunday", "sunday", "30 days", "30d"] { #expect(!said.contains(foreign), "\(foreign)") }

        let list = String(decoding: try folder.read("prospect-output/results/list.csv"), as: UTF8.self)
        let id = try #require(list.split(separator: "\n").dropFirst().first?.split(separator: ",").dropFirst().first)
        let why = try ProspectProcess.run(["explain", String(id)] + Self.settings, in: folder.path)
        #expect(why.output.hasPrefix("Portal \(id) on Wednesday 2026-06-24 by logistic: rank 1 of "))
        #expect(why.output.contains("\nP(60 days) = "))
    }
}
