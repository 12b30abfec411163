import Base
import Boosting
import DuckDB
import Foundation
import Modeling
import Pipeline
import Ranking
import Sources
import Testing

/// What is rare, and allowed, gives a list of every free portal all the same.
@Suite struct EdgeCaseTests {
    @Test(arguments: [
        "snapshots.windows=[30]", "snapshots.windows=[1]", "snapshots.windows=[84]", "snapshots.windows=[7, 90]",
        "snapshots.windows=[366]", "snapshots.horizon=7", "snapshots.weekday=wednesday", "columns.users=[]",
        "columns.actions=[EMAIL]", "features.set=basic", "features.firmographics=false", "features.monotone=true",
        "split.every=4", "split.refit=false", "lightgbm.early_stopping_round=0", "firmographics={}",
    ])
    func settings(override: String) throws {
        let company = try EdgeCompany()
        try expectComplete(try company.run([override]))
    }

    @Test func theLeastOfEverything() throws {
        let company = try EdgeCompany()
        try expectComplete(
            try company.run([
                "features.set=basic", "snapshots.windows=[7]", "columns.users=[]", "columns.actions=[DEALS]",
                "firmographics={}",
            ]))
    }

    @Test func idsOfAllKinds() throws {
        var company = try EdgeCompany()
        company.id = { ["o'neil \"the\" ", "é, ", "日本", "🙂;", "007|"][$0 % 5] + "\($0)" }
        let (run, free) = try company.run()
        try expectComplete((run, free))
        let listed = try Database.open().connect().rows("SELECT id FROM '\(unsafe: run.folder)/scores.parquet'") {
            $0.string(0)!
        }
        #expect(Set(listed) == Set(free))
    }

    /// Spaces, quotes, other cases, and names that a join or a total of ours has.
    @Test func columnNamesOfAllKinds() throws {
        var company = try EdgeCompany()
        company.actions = ["Deals \"won\"", "TOTAL_ACTIONS", "E-mail, sent"]
        company.users = ["user's", "Total_Users"]
        company.firmographics = [
            "In Dustry", "name", "Code", "weight", "label", "sunday", "positives", "given", "value_0", "m0",
        ].map { name in
            (name, "category", { ["a", "b", ""][$0 % 3] })
        }
        let (run, free) = try company.run()
        try expectComplete((run, free))
        let header = try String(contentsOfFile: #require(run.list()).csvFile, encoding: .utf8).prefix { $0 != "\n" }
        #expect(
            header.contains(
                "In Dustry,name,Code,weight,label,sunday,positives,given,value_0,m0,\"Deals \"\"won\"\"_7D_SUM\""))
    }

    @Test func manyCategories() throws {
        var company = try EdgeCompany()
        company.portals = 1_300
        company.firmographics = [
            ("CITY", "category", { "it's no. \($0 % 1_100)" }), ("STATE", "category", { "s\($0 % 60)" }),
        ]
        try expectComplete(try company.run())
    }

    /// A library that takes 32-bit numbers gets none that is larger.
    @Test func numbersBeyondMeasure() throws {
        var company = try EdgeCompany()
        let values = ["inf", "-inf", "nan", "1e300", "-1e39", "5"]
        company.firmographics = [("VISITS", "number", { values[$0 % 6] }), ("RANG", "rank", { values[$0 % 6] })]
        try expectComplete(try company.run(["logistic.max_iter=2", "models.members=[lightgbm, xgboost, logistic]"]))
    }

    /// What is passed on to a library is judged by it before the work of a run.
    @Test(arguments: [
        "lightgbm.path_smooth=-1", "lightgbm.path_smooth=much", "xgboost.grow_policy=sideways",
        "lightgbm.linear_tree=true",
    ])
    func aParameterThatTheLibraryRefuses(_ override: String) throws {
        let company = try EdgeCompany()
        let error = #expect(throws: ModelingError.self) { try company.run([override]) }
        let name = try #require(override.split(separator: "=").first?.split(separator: ".").last)
        #expect(error?.problem.contains("does not accept the values set for \(name)") == true)
        #expect(error?.exitCode == .badInput)
    }

    /// Any parameter of the libraries' training can be set.
    @Test func parametersArePassedOn() throws {
        var company = try EdgeCompany()
        company.portals = 120
        let overrides = ["lightgbm.path_smooth=5", "xgboost.gamma=0.3", "models.members=[lightgbm, xgboost]"]
        let model = try #require(try company.run(overrides).run.model)
        #expect(model.members.first { $0.name == .lightgbm }?.parameters["path_smooth"] == "5")
        #expect(model.members.first { $0.name == .xgboost }?.parameters["min_split_loss"] == "0.3")
    }

    /// A score may be as large as it likes: of a portal of a kind that no training row is of.
    @Test func contributionsBeyondMeasure() throws {
        var company = try EdgeCompany()
        let newest = company.portals - 1
        company.created = { $0 == newest ? EdgeCompany.weeks - 1 : 0 }
        company.isUsed = { $0 != newest && $0 % 4 != 0 }
        company.firmographics = [("FUNDING", "number", { $0 == newest ? "1e30" : "\($0 % 10)" })]
        let (run, free) = try company.run(["models.members=[logistic]"])
        let largest = try Database.open().connect().row(
            "SELECT max(abs(contribution_logistic)) FROM '\(unsafe: run.folder)/reasons.parquet'"
        ) { $0.double(0)! }
        #expect(largest > 1e20)
        try expectComplete((run, free))
        _ = try company.pipeline(["models.members=[logistic]"]).writeReport(run: nil)
    }

    @Test func createdAndEarlyCustomersAndSilence() throws {
        var company = try EdgeCompany()
        company.created = { $0 % 50 - 10 }
        company.earlyCustomers = 20
        company.isUsed = { $0 % 8 == 1 && $0 % 50 > 10 }
        let (run, free) = try company.run()
        // Weeks 40 and later have not come yet.
        let notYet = "not yet created on that Sunday"
        let totals = try #require(run.list()).reconciliation
        #expect(totals.balances && totals.free == free.count)
        #expect(totals.excluded.map(\.reason).allSatisfy { $0 == notYet })
        #expect(totals.listed > 50 && totals.listed + totals.excluded.reduce(0) { $0 + $1.count } == free.count)
    }

    @Test func foldersOfAllKinds() throws {
        let company = try EdgeCompany()
        let (run, free) = try company.run(["output.folder=DATE=1/[a] *?/é'"])
        #expect(run.folder.contains("/DATE=1/[a] *?/é'/runs/"))
        try expectComplete((run, free))
    }

    @Test func threePortals() throws {
        var company = try EdgeCompany()
        company.portals = 3
        let (run, free) = try company.run()
        try expectComplete((run, free))
        #expect(run.lists.map(\.model) == [.activity])
    }

    private func expectComplete(_ result: (run: RunOutcome, free: [String])) throws {
        let list = try #require(result.run.list())
        #expect(list.reconciliation.balances)
        #expect(list.reconciliation.listed == result.free.count)
        let text = try String(contentsOfFile: list.csvFile, encoding: .utf8)
        #expect(text.split(separator: "\n").count == result.free.count + 1)
        #expect(result.run.lists.allSatisfy { $0.forecast.conversions.expected > 0 })
    }
}
