import Base
import Boosting
import Foundation
import Testing

@testable import Modeling

/// What the pooled Sundays say of the models.
@Suite struct BacktestPoolingTests {
    /// A model that knows the truth wins, by every metric that looks at all rows, and it is chosen.
    @Test func aStrongModelWins() throws {
        let folds = named(JudgedListsTests.simulated(), ["strong": "xgboost", "weak": "ensemble"])
        let result = try BacktestPooling(seed: 1, models: [.xgboost, .ensemble], baselines: [], threads: 2).pool(folds)
        for metric in ["logLoss", "brier", "rocAUC", "averagePrecision"] {
            let difference = try #require(result.differences.first { $0.metric == metric })
            #expect(difference.winner == "xgboost" && difference.estimate.value > 0, "\(metric)")
        }
        #expect(choice(result, [.xgboost, .ensemble]).model == .xgboost)
    }

    /// The lowest log loss alone is no reason to leave the ensemble.
    @Test func noWinnerLeavesTheEnsemble() throws {
        var generator = SeededGenerator(seed: 20)
        var folds = named(JudgedListsTests.simulated(), ["strong": "xgboost"])
        for index in folds.indices {
            let noisy = folds[index].scores["xgboost"]!.map { min(1, max(0, $0 * (1 + 0.02 * generator.uniform()))) }
            folds[index].scores["ensemble"] = noisy
            folds[index].probabilities["ensemble"] = noisy
        }
        let result = try BacktestPooling(seed: 1, models: [.xgboost, .ensemble], baselines: [], threads: 2).pool(folds)
        let difference = try #require(result.differences.first { $0.metric == "logLoss" })
        #expect(difference.winner == BacktestReport.noWinner)
        let choice = choice(result, [.xgboost, .ensemble])
        #expect(choice.model == .ensemble)
        let losses = result.pooled.map { $0.judgement.logLoss!.value }
        #expect(choice.reason.contains(losses[0] < losses[1] ? "no winner" : "lowest log loss"))
    }

    @Test func oneModelIsChosenWithoutAnything() throws {
        let folds = named(JudgedListsTests.simulated(), ["weak": "logistic"])
        let result = try BacktestPooling(seed: 1, models: [.logistic], baselines: [], threads: 1).pool(folds)
        #expect(choice(result, [.logistic]).model == .logistic)
    }

    /// Ranks from 1 without a gap; expected, actual and portals add up to the whole.
    @Test func bandsAddUp() throws {
        let folds = named(JudgedListsTests.simulated(), ["strong": "lightgbm"])
        let result = try BacktestPooling(seed: 1, models: [.lightgbm], baselines: [], threads: 2).pool(folds)
        let bands = result.pooled[0].bands
        #expect(bands.map(\.first) == [1, 21, 51, 201, 1001] && bands.map(\.last) == [20, 50, 200, 1000, nil])
        #expect(bands.map(\.portals) == [60, 90, 450, 600, 0])
        let probabilities = folds.map { fold in
            zip(fold.probabilities["lightgbm"]!, fold.converted).sorted { $0.0 > $1.0 }
        }
        for (band, ranks) in zip(bands, [0..<20, 20..<50, 50..<200, 200..<400]) {
            let rows = probabilities.flatMap { $0[ranks] }
            #expect(abs(band.expected!.value - rows.reduce(0) { $0 + $1.0 }) < 1e-9)
            #expect(band.actual!.value == Double(rows.count { $0.1 }))
            let range = PoissonBinomial(rows.map(\.0))
            #expect(band.plausibleLow == range.quantile(0.05) && band.plausibleHigh == range.quantile(0.95))
            #expect(
                Double(band.plausibleLow) <= band.expected!.value && band.expected!.value <= Double(band.plausibleHigh))
        }
        #expect(result.revenue.positive == result.conversions && result.revenue.missing == 0)
        #expect(result.convertedPortals <= result.conversions)
    }

    /// Against all subsets of ten trials.
    @Test func poissonBinomial() {
        var generator = SeededGenerator(seed: 4)
        let probabilities = (0..<10).map { _ in generator.uniform() }
        var masses = [Double](repeating: 0, count: 11)
        for subset in 0..<1024 {
            var mass = 1.0
            for (bit, probability) in probabilities.enumerated() {
                mass *= subset >> bit & 1 == 1 ? probability : 1 - probability
            }
            masses[subset.nonzeroBitCount] += mass
        }
        let distribution = PoissonBinomial(probabilities)
        for share in [0.001, 0.05, 0.3, 0.5, 0.95, 0.999] {
            var sum = 0.0
            let expected = masses.firstIndex { mass in
                sum += mass
                return sum >= share
            }
            #expect(distribution.quantile(share) == expected)
        }
        #expect(PoissonBinomial([]).quantile(0.95) == 0)
        // Binomial(5000, 0.01): 39 and 62 by scipy.stats.binom.ppf.
        let many = PoissonBinomial([Double](repeating: 0.01, count: 5000))
        #expect((many.quantile(0.05), many.quantile(0.95)) == (39, 62))
    }

    private func named(_ folds: [FoldScores], _ names: [String: String]) -> [FoldScores] {
        folds.map { fold in
            var renamed = fold
            renamed.scores = Dictionary(uniqueKeysWithValues: names.map { ($0.value, fold.scores[$0.key]!) })
            renamed.probabilities = renamed.scores
            return renamed
        }
    }

    private func choice(_ result: BacktestPooling.Result, _ models: [ModelName]) -> BacktestReport.Choice {
        BacktestChoice(models: models).choose(result.pooled) { first, second in
            for difference in result.differences where difference.metric == "logLoss" {
                if (difference.first, difference.second) == (first.rawValue, second.rawValue) { return difference }
            }
            return nil
        }
    }
}
