import Base
import DuckDB
import Foundation
import Modeling
import Pipeline
import Ranking
import SampleCompany
import TestSupport
import Testing

/// With few conversions there is a list all the same, and it says what it is worth.
@Suite struct SmallDataTests {
    static let members = ["models.members=[lightgbm, xgboost]", "logistic.max_iter=5", "features.set=basic"]

    /// The first so many conversions that had matured by the run's Sunday stay, and one of its last week, which had not;
    /// the other customers are free portals.
    static func company(conversions: Int) throws -> TestCompany {
        let company = try TestCompany(portals: 3_000)
        let lastMatured = (SampleCompany.defaultUntil - 40).description
        var moved: [String] = []
        try company.rewrite("customers.csv") { rows in
            let matured = rows.filter { $0.prefix(10) <= lastMatured[...] && $0.prefix(10) > "2025-10-01" }
            let latest = try #require(rows.max())
            let kept = Set(matured.sorted().prefix(conversions))
            #expect(kept.count == conversions && !kept.contains(latest))
            moved = rows.filter { !kept.contains($0) && $0 != latest }
            rows = rows.filter { kept.contains($0) }
            rows.append((SampleCompany.defaultUntil - 1).description + latest.dropFirst(10))
        }
        let free = moved.map { $0.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false)[2] }
        try company.rewrite("noncustomers.csv") { $0 += free.map(String.init) }
        return company
    }

    @Test(arguments: [0, 1, 9])
    func activityRanksWhereNothingCanBeLearned(conversions: Int) throws {
        let company = try Self.company(conversions: conversions)
        let run = try company.run(Self.members, quick: false)
        let fallback = try #require(run.model?.fallback)
        #expect(fallback.model == .activity && fallback.convertedPortals == conversions)
        #expect(run.lists.map(\.model) == [.activity] && run.list()?.isPrimary == true)
        #expect(run.model?.members.isEmpty == true)
        #expect(run.backtest == nil && run.manifest.notBacktested?.contains("too few") == true)
        let card = String(decoding: try run.file("model-card.md"), as: UTF8.self)
        #expect(card.contains(fallback.sentence) && card.contains("user-weeks"))

        // The standard list is there under its name, of every free portal.
        let file = try #require(run.results) + "/sunday_ranked_prospects.csv"
        let connection = try Database.open().connect()
        let free = try company.rows("noncustomers.csv").rows.count
        let users = ["CRM_CONTACTS", "CRM_COMPANIES", "CRM_DEALS", "EMAIL"].map { "USERS_\($0)_30D_SUM" }
        let (rows, unsorted, impossible, sum) = try connection.row(
            """
            WITH list AS (SELECT *, \(unsafe: users.joined(separator: " + ")) AS used FROM read_csv('\(unsafe: file)'))
            SELECT count(*),
                (SELECT count(*) FROM list a JOIN list b ON b.rank = a.rank + 1 WHERE b.used > a.used),
                count(*) FILTER (WHERE P_CONVERT_30D <= 0 OR P_CONVERT_30D > 0.5), sum(P_CONVERT_30D) FROM list
            """
        ) { ($0.int(0)!, $0.int(1)!, $0.int(2)!, $0.double(3)!) }
        #expect((rows, unsorted, impossible) == (free, 0, 0))
        // Of conversions, about as many as in a month of the past: the base rate times the portals.
        let rate = try #require(run.model?.activity).baseRate
        #expect(sum > 0.5 * rate * Double(free) && sum < 2 * rate * Double(free))
    }

    @Test(arguments: [10, 29])
    func theLogisticModelAlone(conversions: Int) throws {
        let company = try Self.company(conversions: conversions)
        let run = try company.run(Self.members, quick: false)
        let fallback = try #require(run.model?.fallback)
        #expect(fallback.model == .logistic && fallback.convertedPortals == conversions)
        #expect(run.lists.map(\.model) == [.logistic] && run.list()?.isPrimary == true)
        #expect(run.manifest.primary?.reason.contains("conversions") == true)
        #expect((run.backtest == nil) == (run.manifest.notBacktested != nil))
        let results = try #require(run.results)
        #expect(
            try Set(FileManager.default.contentsOfDirectory(atPath: results)) == [
                "list.csv", "run.json", "sunday_ranked_prospects.csv", "sunday_ranked_prospects_logreg.csv",
            ])
        for name in ["list.csv", "sunday_ranked_prospects.csv"] {
            #expect(
                try Data(contentsOf: URL(fileURLWithPath: "\(results)/\(name)"))
                    == run.file("sunday_ranked_prospects_logreg.csv"))
        }
        #expect(String(decoding: try run.file("model-card.md"), as: UTF8.self).contains(fallback.sentence))
    }

    @Test func thirtyAreEnough() throws {
        let run = try Self.company(conversions: 30).run(
            Self.members + [
                "lightgbm.num_iterations=5", "xgboost.num_boost_round=5", "split={validation: 10, test: 10}",
            ])
        #expect(run.model?.fallback == nil && run.lists.map(\.model) == [.lightgbm, .xgboost, .ensemble])
    }

    /// Three weeks of usage: nothing has matured, and nothing can be measured.
    @Test func aCompanyThatHasJustBegun() throws {
        let company = try TestCompany(portals: 800, weeks: 3)
        let run = try company.run(Self.members, quick: false)
        #expect(run.lists.map(\.model) == [.activity] && run.manifest.metrics == nil)
        let list = try #require(run.list())
        #expect(list.reconciliation.listed == list.reconciliation.free && list.reconciliation.listed > 100)
        #expect(list.forecast.conversions.expected > 0 && list.forecast.conversions.expected < 10)
        #expect(FileManager.default.fileExists(atPath: try #require(run.results) + "/sunday_ranked_prospects.csv"))
    }
}
