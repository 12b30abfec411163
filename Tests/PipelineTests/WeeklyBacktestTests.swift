import Base
import DuckDB
import Foundation
import Modeling
import Pipeline
import Ranking
import SampleCompany
import TestSupport
import Testing

/// The backtest within the weekly job, and what it decides.
@Suite struct WeeklyBacktestTests {
    static let members = [
        "models.members=[lightgbm, logistic]", "ensemble.members=[lightgbm, logistic]", "logistic.max_iter=5",
        "lightgbm.num_iterations=10", "features.set=basic",
    ]

    @Test func aRunHoldsTheBacktest() throws {
        let company = try TestCompany(portals: 2_000)
        let run = try company.run(Self.members, quick: false)
        #expect(run.manifest.stages.map(\.name) == [.check, .snapshots, .train, .backtest, .rank])
        let report = try JSON.decode(BacktestReport.self, at: run.folder + "/backtest.json")
        #expect(run.backtest == report && report.folds.count >= 2)
        // The list that the backtest speaks for is marked, here and in the file.
        let choice = report.choice.model
        #expect(run.lists.filter(\.isPrimary).map(\.model) == [choice] && run.list()?.model == choice)
        let lists = try JSON.decode([RankedList].self, at: run.folder + "/lists.json")
        #expect(lists.filter(\.isPrimary).map(\.model) == [choice] && lists.allSatisfy { $0.notBacktested == nil })
        #expect(run.manifest.primary?.model == choice && run.manifest.notBacktested == nil)
        let card = String(decoding: try run.file("model-card.md"), as: UTF8.self)
        #expect(card.contains("## Backtest") && card.contains("\(report.folds.count) past Sundays"))
        #expect(card.contains(report.choice.reason))
        // A quick run makes the same lists, and says that it was one.
        let quick = try company.run(Self.members)
        #expect(quick.backtest == nil && !FileManager.default.fileExists(atPath: quick.folder + "/backtest.json"))
        for list in run.lists {
            let name = list.model.listFile
            #expect(try run.file(name) == quick.file(name))
        }
        #expect(quick.lists.allSatisfy { $0.notBacktested?.contains("--quick") == true })
        #expect(String(decoding: try quick.file("model-card.md"), as: UTF8.self).contains("There is no backtest"))
        #expect(quick.list()?.model == .ensemble)
        #expect(quick.manifest.primary?.reason.contains("no backtest") == true)
    }

    @Test func aStoppedRunGoesOnBehindTheBacktest() throws {
        let company = try TestCompany(portals: 2_000)
        let output = company.folder.path + "/prospect-output"
        let whole = try company.run(Self.members, quick: false)
        _ = try company.pipeline(Self.members).run(through: .backtest)
        var manifest = try #require(Pipeline.runs(in: output).last)
        #expect(manifest.stages.map(\.name) == [.check, .snapshots, .train, .backtest])
        try company.mark(&manifest, .running, in: output)
        let resumed = try company.pipeline(Self.members).run(resume: true)
        #expect(resumed.manifest.id == manifest.id)
        #expect(resumed.manifest.stages.map(\.name) == [.check, .snapshots, .train, .backtest, .rank])
        for name in ["backtest.json", "lists.json", "model-card.md", "sunday_ranked_prospects.csv"] {
            #expect(try whole.file(name) == resumed.file(name), "\(name) differs")
        }
        // A quick run that was stopped stays a quick one.
        _ = try company.pipeline(Self.members).run(through: .train, quick: true)
        var quick = try #require(Pipeline.runs(in: output).last)
        try company.mark(&quick, .running, in: output)
        let second = try company.pipeline(Self.members).run(resume: true)
        #expect(second.manifest.stages.map(\.name) == [.check, .snapshots, .train, .rank] && second.backtest == nil)
    }

    @Test func thePrimaryListCanBeNamed() throws {
        let company = try TestCompany(portals: 2_000)
        let run = try company.run(Self.members + ["ranking.primary=logistic"])
        #expect(run.lists.filter(\.isPrimary).map(\.model) == [.logistic])
        #expect(run.manifest.primary?.reason == "ranking.primary names it")
        let error = #expect(throws: PipelineError.self) { try company.run(Self.members + ["ranking.primary=xgboost"]) }
        #expect(error?.problem.contains("ranking.primary is xgboost") == true && error?.exitCode == .badInput)
    }

    /// The playbooks are those of the primary list's best portals, whatever model it is by.
    @Test func playbooksFollowThePrimaryList() throws {
        let company = try TestCompany(portals: 2_000)
        let run = try company.pipeline(Self.members + ["ranking.primary=logistic", "playbooks.provider=rules"])
            .run(through: .segment, quick: true)
        let list = try #require(run.list(.logistic))
        let ids = try Database.open().connect().rows(
            "SELECT id FROM read_csv('\(unsafe: run.folder)/sunday_ranked_prospects_enriched_taxonomy.csv', all_varchar = true)"
        ) { $0.string(0)! }
        #expect(Array(ids.prefix(10)) == list.top.map(\.id))
        #expect(list.top.map(\.id) != run.list(.ensemble)?.top.map(\.id))
    }

    /// A history too short for a backtest is no reason to fail.
    @Test func aShortHistoryGoesOnWithout() throws {
        let company = try TestCompany(portals: 6_000, weeks: 19)
        let run = try company.run(
            Self.members + ["split={validation: 1, test: 1}", "features.firmographics=false"], quick: false)
        #expect(run.manifest.state == .finished && run.backtest == nil && run.results != nil)
        let sentence = try #require(run.manifest.notBacktested)
        #expect(sentence.hasPrefix("There is no backtest. The history is too short for a backtest"))
        #expect(run.lists.allSatisfy { $0.notBacktested == sentence })
        #expect(String(decoding: try run.file("model-card.md"), as: UTF8.self).contains(sentence))
    }

    @Test func testMetricsHaveIntervals() throws {
        let company = try TestCompany(portals: 2_000)
        let run = try company.run(Self.members)
        let one = try company.run(Self.members + ["resources.threads=1"])
        #expect(try run.file("metrics.json") == one.file("metrics.json"))
        let metrics = try JSON.decode(TestMetrics.self, at: run.folder + "/metrics.json")
        #expect(Set(metrics.intervals.keys) == Set(metrics.models.keys))
        for (name, evaluation) in metrics.models {
            let judgement = try #require(metrics.intervals[name])
            #expect(judgement.rows == evaluation.rows && judgement.positives == evaluation.positives)
            let pairs =
                [
                    (judgement.rocAUC, evaluation.rocAUC), (judgement.averagePrecision, evaluation.averagePrecision),
                    (judgement.at("50")?.precision, evaluation.at("50")?.precision),
                    (judgement.at("1%")?.lift, evaluation.at("1%")?.lift),
                ]
                + (name == "random"
                    ? [] : [(judgement.brier, evaluation.brier), (judgement.logLoss, evaluation.logLoss)])
            for (estimate, value) in pairs {
                guard let estimate, let value else {
                    #expect(estimate == nil && value == nil)
                    continue
                }
                // Two ways to the same number: rows grouped by their values, and portals one by one.
                #expect(abs(estimate.value - value) < 1e-9, "\(name)")
                #expect(estimate.low <= estimate.value && estimate.value <= estimate.high)
            }
        }
    }
}
