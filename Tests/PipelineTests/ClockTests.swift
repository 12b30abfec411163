import Base
import Foundation
import Modeling
import Pipeline
import Ranking
import Snapshots
import Sources
import TestSupport
import Testing

/// Usage decides the Sunday, outcomes decide the labels, and old or known usage is said first.
@Suite struct ClockTests {
    /// Usage of 40 weeks from Monday 2025-09-01 on; today is the Monday behind them.
    static let lastSunday = EdgeCompany.monday + 7 * EdgeCompany.weeks - 1

    /// A company whose tables are written.
    static func company() throws -> EdgeCompany {
        let company = try EdgeCompany()
        _ = try company.run()
        return company
    }

    /// Leaves out the usage from a day on.
    static func cutUsage(_ company: EdgeCompany, from day: Day) throws {
        let lines = String(decoding: try company.folder.read("usage.csv"), as: UTF8.self).split(separator: "\n")
        let kept =
            [lines[0]]
            + lines.dropFirst().filter { line in
                Day(String(line.split(separator: ",")[0].filter { $0 != "\"" }))! < day
            }
        try company.folder.write("usage.csv", kept.joined(separator: "\n") + "\n")
    }

    @Test func bothClocksAtTheLastSunday() throws {
        let company = try Self.company()
        let outcome = try company.pipeline().run(quick: true)
        #expect(outcome.manifest.asOf == Self.lastSunday)
        #expect(outcome.manifest.clocks?.usageThrough == Self.lastSunday)
        #expect(outcome.notices.count == 1 && outcome.notices[0].contains("no new usage has arrived"))
    }

    /// Close dates go on for ten weeks: they move the other clock only.
    @Test func theSundayIsTheLastThatUsageCovers() throws {
        let company = try Self.company()
        let end = EdgeCompany.monday + 7 * 30
        try Self.cutUsage(company, from: end)
        let outcome = try company.pipeline().run(quick: true)
        #expect(outcome.manifest.asOf == end - 1)
        let clocks = try #require(outcome.manifest.clocks)
        #expect(clocks.usageThrough == end - 1)
        #expect(clocks.outcomesThrough > end + 30)
        #expect(outcome.snapshots?.labelsThrough == end - 1)
        #expect(
            outcome.notices == ["Usage ends on \(end - 1), 71 days ago: this list is old."])
    }

    /// Outcomes that end before usage does leave the Sunday alone, and the labels behind them unknown.
    @Test func outcomesMayEndEarlier() throws {
        let company = try Self.company()
        let outcomes = Self.lastSunday - 40
        let outcome = try company.pipeline(["snapshots.outcomes_through=\(outcomes)"]).run(quick: true)
        #expect(outcome.manifest.asOf == Self.lastSunday)
        #expect(outcome.snapshots?.labelsThrough == outcomes)
        let trainedOn = try #require(outcome.model?.trainedOn)
        #expect(trainedOn.last + 30 <= outcomes)
    }

    @Test func aStrayRowMovesNothing() throws {
        let company = try Self.company()
        let usage = String(decoding: try company.folder.read("usage.csv"), as: UTF8.self)
        let first = usage.split(separator: "\n")[1]
        let stray = "\"2020-01-07\"" + first.drop { $0 != "," }
        try company.folder.write("usage.csv", usage + stray + "\n")
        let outcome = try company.pipeline().run(quick: true)
        #expect(outcome.manifest.asOf == Self.lastSunday)
        #expect(outcome.snapshots?.firstSunday == EdgeCompany.monday + 6)
        #expect(outcome.report?.findings.contains { $0.check == "stray-days" } == true)
    }

    @Test func usageThatIsTooOldEndsTheRun() throws {
        let company = try Self.company()
        try Self.cutUsage(company, from: EdgeCompany.monday + 7 * 30)
        let runs = try FileManager.default.contentsOfDirectory(atPath: company.folder.path + "/prospect-output/runs")
        let error = #expect(throws: PipelineError.self) {
            try company.pipeline(["freshness.error=60"]).run(quick: true)
        }
        #expect(error?.exitCode == .stale)
        #expect(error?.problem.contains("71 days ago: more than freshness.error allows (60 days)") == true)
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: company.folder.path + "/prospect-output/runs") == runs)
        // A Sunday that is asked for is old on purpose.
        let asOf = EdgeCompany.monday + 7 * 30 - 1
        #expect(try company.pipeline(["freshness.error=60"]).run(asOf: asOf, quick: true).manifest.asOf == asOf)
    }

    @Test func aSundayIsMadeAgainOnlyFromNewUsage() throws {
        let company = try Self.company()
        let runs = company.folder.path + "/prospect-output/runs"
        let before = try FileManager.default.contentsOfDirectory(atPath: runs)
        let error = #expect(throws: PipelineError.self) {
            try company.pipeline().run(quick: true, requiresNew: true)
        }
        #expect(error?.exitCode == .nothingNew)
        #expect(try FileManager.default.contentsOfDirectory(atPath: runs) == before)
        // One more row is new usage, for the same Sunday too.
        let usage = String(decoding: try company.folder.read("usage.csv"), as: UTF8.self)
        try company.folder.write("usage.csv", usage + usage.split(separator: "\n")[1] + "\n")
        let outcome = try company.pipeline().run(quick: true, requiresNew: true)
        #expect(outcome.manifest.asOf == Self.lastSunday)
        #expect(outcome.notices.isEmpty)
    }

    /// Usage of a few days covers no Sunday, and there is a list all the same.
    @Test func usageOfLessThanAWeekHasTheSundayOfItsWeek() throws {
        let company = try Self.company()
        try Self.cutUsage(company, from: EdgeCompany.monday + 7)
        let outcome = try company.pipeline(["snapshots.usage_through=\(EdgeCompany.monday + 2)"]).run(quick: true)
        #expect(outcome.manifest.asOf == EdgeCompany.monday + 6)
        #expect(outcome.lists.first?.reconciliation.listed ?? 0 > 0)
    }
}
