import Boosting
import Foundation
import Testing

@testable import Modeling

@Suite struct EnsembleTests {
    private func ensemble(
        _ members: [LearnerName], _ weights: [Double], _ scale: EnsembleSettings.Scale
    ) -> Ensemble {
        var settings = EnsembleSettings()
        (settings.members, settings.weights, settings.scale) = (members, weights, scale)
        return Ensemble(settings)
    }

    private func logOdds(_ probability: Double) -> Double { log(probability / (1 - probability)) }

    @Test func probabilitiesAreAveraged() throws {
        let result = try #require(
            ensemble([.lightgbm, .logistic], [3, 1], .probability)
                .combine([.lightgbm: [0.2, 0], .logistic: [0.6, 1], .xgboost: [0.9, 0.9]]))
        #expect(abs(result[0] - 0.3) < 1e-15 && result[1] == 0.25)
    }

    @Test func logOddsAreAveraged() throws {
        let result = try #require(
            ensemble([.lightgbm, .xgboost], [0.5, 1.5], .logOdds).combine([.lightgbm: [0.2], .xgboost: [0.04]]))
        #expect(abs(logOdds(result[0]) - (0.25 * logOdds(0.2) + 0.75 * logOdds(0.04))) < 1e-12)
    }

    /// Certainty has no log odds; it is taken as almost certain, and the mean stays a probability.
    @Test func certaintyStaysInside() throws {
        let result = try #require(
            ensemble([.lightgbm, .xgboost], [1, 1], .logOdds).combine([.lightgbm: [0, 1, 1], .xgboost: [0, 1, 0]]))
        #expect(result.allSatisfy { $0 >= 0 && $0 <= 1 })
        #expect(result[0] < 1e-14 && result[1] > 1 - 1e-14 && abs(result[2] - 0.5) < 1e-3)
    }

    @Test func oneMemberMissing() throws {
        let three = ensemble([.lightgbm, .xgboost, .logistic], [1, 1, 2], .probability)
        #expect(try #require(three.combine([.lightgbm: [0.3], .logistic: [0.6]])) == [0.5])
        #expect(three.combine([.logistic: [0.6]]) == nil)
        #expect(three.combine([:]) == nil)
        #expect(
            ensemble([.lightgbm, .xgboost], [0, 0], .probability).combine([.lightgbm: [0], .xgboost: [0]]) == nil)
    }

    /// A member of weight 0 has no say, and the others' weights need not sum to one.
    @Test func weightsAreRelative() throws {
        let members: [LearnerName: [Double]] = [.lightgbm: [0.3, 0.1], .xgboost: [0.9, 0.8]]
        for scale in EnsembleSettings.Scale.allCases {
            let result = try #require(ensemble([.lightgbm, .xgboost], [7, 0], scale).combine(members))
            #expect(zip(result, [0.3, 0.1]).allSatisfy { abs($0 - $1) < 1e-15 })
        }
    }

    @Test func noRows() throws {
        #expect(ensemble([.lightgbm, .xgboost], [1, 1], .logOdds).combine([.lightgbm: [], .xgboost: []]) == [])
    }
}
