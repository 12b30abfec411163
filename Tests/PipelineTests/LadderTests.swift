import Base
import DuckDB
import Foundation
import Modeling
import Pipeline
import Ranking
import TestSupport
import Testing

/// Whatever the history, there is a list, and it says what it rests on.
@Suite struct LadderTests {
    /// History in weeks, and conversions. Only as many portals can convert as there are weeks to do so in the small ones.
    @Test(arguments: [1, 2, 5, 9, 14, 20, 30, 60], [0, 1, 5, 12, 40, 60])
    func everyHistoryGivesAList(weeks: Int, conversions: Int) throws {
        for quiet in HistoryCompany.Quiet.allCases where quiet == .none || weeks >= 3 {
            let company = try HistoryCompany(weeks: weeks, conversions: conversions, quiet: quiet)
            try Self.expectList(try company.run(["features.set=basic"]), of: company, "quiet \(quiet)")
        }
    }

    /// With backtest, audit and all features.
    @Test(arguments: [1, 9, 20, 40], [0, 5, 12, 40])
    func theWholeJob(weeks: Int, conversions: Int) throws {
        let company = try HistoryCompany(weeks: weeks, conversions: conversions, quiet: weeks >= 3 ? .late : .none)
        let run = try company.run(quick: false)
        try Self.expectList(run, of: company, "whole job")
        #expect((run.backtest == nil) == (run.manifest.notBacktested != nil))
        #expect(run.audit != nil && run.reportPage != nil)
    }

    /// 40 portals that all close on one day, which leaves one Sunday out of five to learn from.
    @Test func allClosesOnOneDay() throws {
        let day = HistoryCompany.monday + 7 * 20 + 2
        let company = try HistoryCompany(weeks: 40, conversions: 40, closes: [Day](repeating: day, count: 40))
        let run = try company.run(quick: false)
        try Self.expectList(run, of: company, "one day")
        // Test and validation end after that day, so nothing there can be stopped or measured by.
        let basis = try #require(run.model?.basis)
        #expect(basis.evidence.convertedPortals == 40)
        #expect(basis.rung == .fixedRounds && basis.notMeasured != nil)
    }

    /// Usage of a Monday and a Tuesday. Seen from the next Wednesday the list is for the Sunday between, seen from the same
    /// week for the Sunday before, when nobody had used anything.
    @Test(arguments: [(9, 6), (2, -1)]) func usageWithoutASunday(today: Int, sunday: Int) throws {
        let company = try HistoryCompany(weeks: 1, conversions: 0)
        let monday = HistoryCompany.monday
        try company.folder.write(
            "usage.csv",
            "WHEN_TIMESTAMP,ACTIONS_DEALS,USERS_DEALS,id\n\(monday),3,1,37\n\(monday + 1),1,1,74\n")
        let run = try company.run(today: monday + today)
        try Self.expectList(run, of: company, "today \(today)")
        #expect(run.list()?.asOf == monday + sunday)
        #expect(run.list()?.statuses[.active] == (sunday < 0 ? nil : 2))
    }

    /// Which rung a list stands on, and what it says.
    @Test func theRungsAreNamed() throws {
        func basis(_ weeks: Int, _ conversions: Int, _ quiet: HistoryCompany.Quiet = .none) throws -> ListBasis {
            let run = try HistoryCompany(weeks: weeks, conversions: conversions, quiet: quiet).run(Self.known(weeks))
            let basis = try #require(run.model?.basis)
            #expect(run.list()?.basis == basis)
            return basis
        }
        let prior = try basis(30, 0)
        #expect(prior.rung == .prior && prior.evidence.customers == 0)
        #expect(prior.text.contains("Nobody is a customer yet") && prior.text.contains("are a prior"))
        let activity = try basis(30, 5)
        #expect(activity.rung == .activity && activity.text.contains("needed to learn from"))
        let logistic = try basis(30, 20)
        #expect(logistic.rung == .logistic && logistic.text.contains("a simpler one makes the list"))
        let validated = try basis(60, 60)
        #expect(validated.rung == .validated && validated.notMeasured == nil)
        // 60 weeks, of which the last five have not matured, less two gaps of four Sundays: 47. Half of them, 23, are too
        // few for two periods of twelve.
        #expect(validated.evidence.weeks == 60 && validated.evidence.maturedWeeks == 55)
        #expect(validated.isShortened && (validated.validation?.sundays, validated.test?.sundays) == (12, 11))
        // Nobody converts in the last twenty weeks: the validation period still has conversions, the test has none.
        let quiet = try basis(60, 60, .late)
        #expect(quiet.rung == .validated && quiet.test?.conversions == 0)
        #expect(quiet.text.contains("was not measured: nobody converted after the Sundays from"))
        // All convert in the first thirteen weeks: training has them alone.
        let early = (0..<60).map { HistoryCompany.monday + 7 * (1 + $0 % 12) + 2 }
        let fixed = try #require(
            try HistoryCompany(weeks: 60, conversions: 60, closes: early).run(Self.known(60)).model?.basis)
        #expect(fixed.rung == .fixedRounds && fixed.validation?.conversions == 0)
        let learnedFrom = try #require(fixed.training)
        #expect(learnedFrom.conversions > 60)
        // Five matured weeks of ten are no room for three periods with gaps of a horizon.
        let short = try basis(10, 60)
        #expect(short.rung == .fixedRounds && short.test == nil)
        #expect(short.text.contains("the history is too short"))
    }

    /// Quick features, and outcomes that are known to the end: a long time without a close would say that they are not.
    private static func known(_ weeks: Int) -> [String] {
        ["features.set=basic", "snapshots.outcomes_through=\(HistoryCompany.monday + 7 * weeks - 1)"]
    }

    /// Metrics that need a conversion are absent where there is none.
    @Test func nothingIsFaked() throws {
        let run = try HistoryCompany(weeks: 60, conversions: 60, quiet: .late).run(Self.known(60))
        let metrics = try #require(run.manifest.metrics)
        #expect(metrics.period.positives == 0)
        for (name, evaluation) in metrics.models {
            #expect(evaluation.rocAUC == nil && evaluation.averagePrecision == nil, "\(name)")
            #expect(evaluation.atK.allSatisfy { $0.recall == nil && $0.lift == nil })
        }
    }

    static func expectList(_ run: RunOutcome, of company: HistoryCompany, _ comment: Comment) throws {
        let list = try #require(run.list(), comment)
        #expect(run.manifest.state == .finished, comment)
        let totals = list.reconciliation
        #expect(totals.balances && totals.known == HistoryCompany.portals, comment)
        #expect(totals.free == company.free && totals.listed == company.free, comment)
        let basis = try #require(run.model?.basis, comment)
        #expect(list.basis == basis && !basis.sentences.isEmpty, comment)
        #expect(basis.sentences.allSatisfy { $0.hasSuffix(".") }, comment)
        #expect(basis.evidence.customers == company.conversions, comment)
        // The published list is that list: probabilities in their order, each of them possible.
        let published = try #require(run.results, comment) + "/" + list.model.listFile
        let rows = try Database.open().connect().rows(
            "SELECT rank, P_CONVERT_30D FROM read_csv('\(unsafe: published)') ORDER BY rank"
        ) { ($0.int(0)!, $0.double(1)) }
        #expect(rows.map(\.0) == Array(1...company.free), comment)
        let probabilities = rows.compactMap(\.1)
        #expect(probabilities.count == company.free, comment)
        #expect(probabilities.allSatisfy { $0.isFinite && $0 >= 0 && $0 <= 1 }, comment)
        #expect(zip(probabilities, probabilities.dropFirst()).allSatisfy { $0 >= $1 }, comment)
        #expect(list.forecast.conversions.expected.isFinite, comment)
        // Metrics are numbers, or absent.
        for evaluation in run.manifest.metrics.map({ Array($0.models.values) }) ?? [] {
            let values = [evaluation.rocAUC, evaluation.averagePrecision, evaluation.brier, evaluation.logLoss]
            #expect(values.compactMap(\.self).allSatisfy { $0.isFinite }, comment)
        }
    }
}
