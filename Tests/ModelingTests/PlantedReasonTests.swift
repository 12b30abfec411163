import DuckDB
import ProspectCore
import TestSupport
import Testing

@testable import Modeling

/// Where deals alone decide who buys, deals are the first reason.
@Suite struct PlantedReasonTests {
    @Test func dealsAreTheFirstReason() throws {
        var configuration = ModelingCompany.configuration
        configuration.columns.actions = ["ACTIONS_CRM_DEALS", "ACTIONS_EMAIL"]
        configuration.columns.users = ["USERS_CRM_DEALS", "USERS_EMAIL"]
        let asOf = ModelingCompany.asOf
        var generator = SeededGenerator(seed: 77)
        var portals: [TableCompany.Portal] = []
        var usage: [TableCompany.Usage] = []
        for number in 0..<400 {
            // Everyone sends e-mail every week, as much as it happens; one in eight has deals, and buys some weeks later.
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
                let deals = week >= begins ? 4 : 0
                usage.append(
                    .init(
                        number, ModelingCompany.monday + 7 * week,
                        [deals, 20 + Int(generator.uniform() * 60), min(deals, 1), 1]))
            }
        }
        let company = try TableCompany(configuration, portals: portals, usage: usage)
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
            let first = try company.connection.rows(
                """
                SELECT log_odds, arg_max(text, contribution)
                FROM '\(folder.path)/reasons.parquet' JOIN '\(folder.path)/axes.parquet' USING (model, id)
                WHERE model = '\(name.rawValue)' GROUP BY id, log_odds ORDER BY log_odds DESC, id LIMIT 5
                """
            ) { $0.string(1)! }
            #expect(first.count == 5)
            for text in first { #expect(text.contains("deal"), "\(name): \(text)") }
        }
    }
}
