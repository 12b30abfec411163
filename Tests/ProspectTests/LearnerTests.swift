import Foundation
import Prospect
import Testing

/// Learners of one's own.
@Suite struct LearnerTests {
    /// Says the base rate and adds points for activity, which any list does better with.
    struct Points: Learner, FittedModel, Codable {
        var name = "points"
        var base = 0.0
        var weight = 0.0
        var feature = 0

        func fit(_ rows: LabelledRows, seed: Int) throws -> any FittedModel {
            let positive = zip(rows.labels, rows.weights).reduce(0) { $0 + $1.0 * $1.1 }
            let all = rows.weights.reduce(0, +)
            let feature = rows.features.names.firstIndex { $0.contains("TOTAL_ACTIONS") } ?? 0
            return Points(name: name, base: log(positive / (all - positive)), weight: 0.25, feature: feature)
        }

        func contributions(_ rows: FeatureRows) -> [[Double]] {
            (0..<rows.count).map { row in
                rows.names.indices.map { feature in
                    let value = rows.columns[feature][row]
                    return feature == self.feature && value.isFinite ? weight * value : 0
                } + [base]
            }
        }

        func encoded() throws -> Data { try JSONEncoder().encode(self) }
        func decode(_ data: Data) throws -> any FittedModel { try JSONDecoder().decode(Self.self, from: data) }
    }

    @Test func isAMemberLikeTheOthers() async throws {
        try LearnerRegistry.register(Points())
        #expect(LearnerRegistry.names.contains("points"))
        let company = try SampledCompany(portals: 2_500)
        let configuration = try company.configuration([
            "models.members=[logistic, points]", "ensemble.members=[logistic, points]", "ensemble.weights=[1, 1]",
            "ranking.primary=points",
        ])
        let run = try await WeeklyJob(configuration, today: company.today).run(through: .rank)
        let lists = try run.lists()
        #expect(lists.map(\.model) == ["logistic", "points", "ensemble"])
        #expect(try run.list().model == "points")
        let points = lists[1]
        let portals = try points.portals()
        #expect(Set(portals.map(\.probability)).count > 10)
        let parts = try points.explanation(of: portals[0].id).parts
        #expect(parts.contains { $0.contribution != 0 })
        let backtest = try String(contentsOfFile: run.folder + "/backtest.json", encoding: .utf8)
        #expect(backtest.contains("\"points\""))
        // The same rows give the same list, and the stored model gives the same scores.
        let again = try await WeeklyJob(configuration, today: company.today).run(through: .rank, quick: true)
        #expect(try again.lists()[1].portals().count == portals.count)
    }

    @Test(arguments: ["lightgbm", "ensemble", "xgb", "", "Mine", "2nd", "my-own", "enriched_taxonomy"])
    func namesThatCannotBeTaken(_ name: String) {
        let error = #expect(throws: ProspectError.self) { try LearnerRegistry.register(Points(name: name)) }
        #expect(error?.problem == "A learner cannot be registered under the name '\(name)'.")
    }

    @Test func aNameIsTakenOnce() throws {
        try LearnerRegistry.register(Points(name: "points_once"))
        #expect(throws: ProspectError.self) { try LearnerRegistry.register(Points(name: "points_once")) }
    }

    @Test func contributionsThatDoNotFitAreRefused() async throws {
        struct Wrong: Learner, FittedModel {
            let name = "wrong"
            func fit(_ rows: LabelledRows, seed: Int) -> any FittedModel { self }
            func contributions(_ rows: FeatureRows) -> [[Double]] { [[.nan]] }
            func encoded() -> Data { Data() }
            func decode(_ data: Data) -> any FittedModel { self }
        }
        try LearnerRegistry.register(Wrong())
        let company = try SampledCompany(portals: 2_500)
        let configuration = try company.configuration([
            "models.members=[wrong]", "ensemble.members=[wrong]", "ensemble.weights=[1]",
        ])
        let error = await #expect(throws: ProspectError.self) {
            try await WeeklyJob(configuration, today: company.today).run(through: .rank, quick: true)
        }
        #expect(error?.problem.contains("The learner 'wrong' does not give") == true)
    }
}
