import Base
import DuckDB
import Snapshots
import Sources
import TestSupport
import Testing

@testable import Modeling

/// Where deals alone decide who buys, deals are the first reason.
@Suite struct PlantedReasonTests {
    @Test(arguments: FeatureSetName.allCases)
    func dealsAreTheFirstReason(set: FeatureSetName) throws {
        var configuration = ModelingCompany.configuration
        configuration.features.set = set
        configuration.columns.actions = ["ACTIONS_CRM_DEALS", "ACTIONS_EMAIL"]
        configuration.columns.users = ["USERS_CRM_DEALS", "USERS_EMAIL"]
        // Every tree may split on deals; otherwise it takes what stands in for them.
        configuration.lightgbm.featureFraction = 1
        configuration.xgboost.colsampleBytree = 1
        let asOf = ModelingCompany.asOf
        var generator = SeededGenerator(seed: 77)
        var portals: [TableCompany.Portal] = []
        var usage: [TableCompany.Usage] = []
        for number in 0..<400 {
            // Everyone uses both tools every week, e-mail as much as it happens; those with many deals buy two weeks later.
            let first = Int(generator.uniform() * 10)
            let begins =
                generator.uniform() < 0.12 + 0.3 * Double(number % 2)
                ? first + 2 + Int(generator.uniform() * Double(ModelingCompany.weeks)) : 999
            let close = begins + 2
            portals.append(
                .init(
                    close: close < ModelingCompany.weeks ? ModelingCompany.monday + 7 * close + 2 : nil,
                    industry: ["retail", "law", "saas"][number % 3], employees: Double(1 + number % 9)))
            for week in first..<min(ModelingCompany.weeks, close) {
                let deals = week >= begins ? 25 : 1
                usage.append(
                    .init(
                        number, ModelingCompany.monday + 7 * week,
                        [deals, Int(generator.uniform() * 400), 1, 1]))
            }
        }
        let company = try TableCompany(configuration.walk, portals: portals, usage: usage)
        let folder = try TemporaryFolder()
        let snapshots = try company.snapshots(asOf: asOf, in: folder)
        let (model, _) = try ModelTrainer(
            configuration: configuration, snapshots: snapshots, connection: company.connection, threads: 2,
            progress: SilentProgress(), cancellation: Cancellation()
        ).train(in: folder.path)
        try Explainer(snapshots: snapshots, firmographics: true, connection: company.connection, threads: 2).explain(
            model, in: folder.path, top: 1000, reasons: folder.path + "/reasons.parquet",
            axes: folder.path + "/axes.parquet")
        for name in [ModelName.lightgbm, .xgboost, .ensemble] {
            // The portals with more deals than the one a week that everybody has.
            let first = try company.connection.rows(
                """
                SELECT arg_max(text, \(unsafe: name.contributionColumn)) FROM '\(unsafe: folder.path)/reasons.parquet' GROUP BY id
                HAVING max(TRY_CAST(value AS DOUBLE)) FILTER (signal = 'actions:ACTIONS_CRM_DEALS') > 20
                """
            ) { $0.string(0)! }
            #expect(first.count > 2)
            for text in first { #expect(text.contains("deal action"), "\(name): \(text)") }
        }
    }
}
