import Base
import Foundation
import Pipeline
import Reporting
import Snapshots
import TestSupport
import Testing

/// The exploration and the report as stages of runs.
@Suite struct ReportRunTests {
    static let quick: [StageName] = [.check, .snapshots, .explore, .train, .rank, .segment, .report]

    private func text(_ outcome: RunOutcome) throws -> String {
        String(decoding: try outcome.file("report.md"), as: UTF8.self)
    }

    @Test func aWeeklyRunEndsWithItsReport() throws {
        let company = try TestCompany()
        let outcome = try company.pipeline().run(through: .report, quick: true)
        #expect(outcome.manifest.stages.map(\.name) == Self.quick)
        #expect(outcome.reportPage == outcome.folder + "/report.html")
        let exploration = try #require(outcome.exploration)
        let counts = try #require(outcome.snapshots).counts
        #expect(exploration.snapshots == counts.snapshots + counts.coldSnapshots)
        #expect(exploration.weeks.reduce(0) { $0 + $1.withUsage } == counts.snapshots)
        #expect(exploration.weeks.reduce(0) { $0 + $1.cold } == counts.coldSnapshots)
        let first = try text(outcome)
        #expect(first.contains("There is no backtest: it was left out"))
        #expect(first.contains("There is no audit: it was left out"))
        #expect(first.contains("there is no finished run of an earlier week to compare with"))
        let page = String(decoding: try outcome.file("report.html"), as: UTF8.self)
        #expect(StrictMarkup.problems(in: page) == [])
        #expect(!page.contains(company.folder.path) && !first.contains(company.folder.path))

        // Another run on the same inputs, with another number of threads, has another id and other times.
        let again = try company.pipeline(["resources.threads=1"]).run(through: .report, quick: true)
        #expect(again.manifest.id != outcome.manifest.id)
        #expect(try again.file("exploration.json") == outcome.file("exploration.json"))
        #expect(try again.file("report.md") == outcome.file("report.md"))
        #expect(try again.file("report.html") == outcome.file("report.html"))
    }

    @Test func whatChangedSinceTheRunOfAnEarlierSunday() throws {
        let company = try TestCompany()
        let latest = try company.pipeline().run(through: .explore)
        let asOf = try #require(latest.manifest.asOf)
        #expect(latest.manifest.stages.map(\.name) == [.check, .snapshots, .explore])
        _ = try company.run(asOf: asOf - 14)
        _ = try company.run(asOf: asOf - 7)
        _ = try company.run()
        // The later of two earlier Sundays; a run of the same Sunday is none, and neither is one without lists.
        let outcome = try company.pipeline().writeReport(run: nil)
        #expect(outcome.manifest.stages.map(\.name).suffix(2) == [.explore, .report])
        #expect(try text(outcome).contains("What changed since last week: "))
        #expect(try text(outcome).contains("### New among the first 50"))
        let first = try #require(Pipeline.runs(in: company.folder.path + "/prospect-output").first)
        let error = #expect(throws: PipelineError.self) { try company.pipeline().writeReport(run: first.id) }
        #expect(error?.problem.contains("has no list") == true)
        #expect(throws: PipelineError.self) { try company.pipeline().writeReport(run: "../x") }
    }

    @Test func aRunThatStoppedBeforeItsReportGoesOn() throws {
        let company = try TestCompany()
        let stopped = try company.pipeline().run(through: .segment, quick: true)
        #expect(stopped.reportPage == nil)
        var manifest = stopped.manifest
        try company.mark(&manifest, .failed, in: company.folder.path + "/prospect-output")
        let resumed = try company.pipeline().run(through: .report, resume: true)
        #expect(resumed.manifest.id == stopped.manifest.id)
        #expect(resumed.manifest.stages.map(\.name).suffix(2) == [.explore, .report])
        let whole = try company.pipeline().run(through: .report, quick: true)
        #expect(try whole.file("report.md") == resumed.file("report.md"))
    }

    /// New playbooks are on the report too.
    @Test func segmentingAgainWritesTheReportAgain() throws {
        let company = try TestCompany()
        let outcome = try company.pipeline().run(through: .report, quick: true)
        #expect(try text(outcome).contains("### What the first 50 have in common"))
        _ = try company.pipeline(["playbooks.top=7"]).segmentLatest()
        #expect(try text(outcome).contains("### What the first 7 have in common"))
    }
}
