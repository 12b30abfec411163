import Base
import Foundation
import Testing

@testable import Modeling

@Suite struct EvaluationTests {
    private func top(_ k: Double, _ labels: [Bool], _ scores: [Double], _ weights: [Double]? = nil) -> TopOfRanking? {
        topOfRanking(k, label: "\(k)", labels: labels, scores: scores, weights: weights)
    }

    @Test func topOfADistinctRanking() throws {
        let labels = [true, false, true, false, false, false, true, false, false, false]
        let scores = (0..<10).map { 1 - Double($0) / 10 }
        let result = try #require(top(3, labels, scores))
        #expect(result.k == 3)
        #expect(result.precision == 2.0 / 3)
        #expect(result.recall == 2.0 / 3)
        #expect(abs(try #require(result.lift) - 2.0 / 3 / 0.3) < 1e-15)
    }

    /// One place is left for four rows of equal score, one of them positive: a quarter of a positive is expected.
    @Test func tiesAtTheCutAreShared() throws {
        let labels = [true, true, false, false, false]
        let scores = [0.9, 0.5, 0.5, 0.5, 0.5]
        #expect(try #require(top(2, labels, scores)).precision == 1.25 / 2)
        #expect(try #require(top(2, labels.reversed(), scores.reversed())).precision == 1.25 / 2)
    }

    @Test func moreThanThereAre() throws {
        let result = try #require(top(100, [true, false], [0.9, 0.1]))
        #expect(result.k == 2)
        #expect(result.precision == 0.5 && result.recall == 1 && result.lift == 1)
    }

    @Test func aWeightIsThatManyRows() throws {
        let labels = [true, false, true, false]
        let scores = [0.9, 0.7, 0.5, 0.1]
        let weights = [1.0, 3, 2, 4]
        let repeated = (0..<4).flatMap { row in Array(repeating: row, count: Int(weights[row])) }
        let weighted = Evaluation.measure(labels: labels, scores: scores, weights: weights, isProbability: true)
        let plain = Evaluation.measure(
            labels: repeated.map { labels[$0] }, scores: repeated.map { scores[$0] }, isProbability: true)
        #expect(weighted.rows == 10 && weighted.positives == 3 && weighted.baseRate == 0.3)
        #expect(weighted.rocAUC == plain.rocAUC)
        #expect(weighted.averagePrecision == plain.averagePrecision)
        #expect(abs(weighted.brier! - plain.brier!) < 1e-15)
        #expect(abs(weighted.logLoss! - plain.logLoss!) < 1e-15)
        #expect(weighted.atK == plain.atK)
    }

    @Test func cutsAndNames() {
        let labels = (0..<2_050).map { $0 % 7 == 0 }
        let result = Evaluation.measure(
            labels: labels, scores: labels.indices.map { Double($0) }, isProbability: false)
        #expect(result.atK.map(\.label) == ["10", "50", "100", "1%"])
        #expect(result.atK.map(\.k) == [10, 50, 100, 21])
        #expect(result.brier == nil && result.logLoss == nil)
    }

    @Test func missingClasses() {
        let none = Evaluation.measure(labels: [false, false], scores: [0.1, 0.2], isProbability: true)
        #expect(none.rocAUC == nil && none.averagePrecision == nil && none.brier != nil)
        #expect(none.atK.allSatisfy { $0.precision == 0 && $0.recall == nil && $0.lift == nil })
        let all = Evaluation.measure(labels: [true, true], scores: [0.1, 0.2], isProbability: true)
        #expect(all.rocAUC == nil && all.averagePrecision == 1)
        let empty = Evaluation.measure(labels: [], scores: [], isProbability: true)
        #expect(empty.rows == 0 && empty.baseRate == 0 && empty.brier == nil && empty.atK.isEmpty)
    }

    @Test func survivesJSON() throws {
        let result = Evaluation.measure(labels: [true, false], scores: [0.7, 0.2], isProbability: true)
        #expect(try JSONDecoder().decode(Evaluation.self, from: JSONEncoder().encode(result)) == result)
    }

    @Test func signedZerosAreEqual() {
        #expect(rocAUC(labels: [true, false], scores: [0.0, -0.0]) == 0.5)
    }

    @Test func aMillionRows() {
        var generator = SeededGenerator(seed: 1)
        let labels = (0..<1_000_000).map { _ in generator.uniform() < 0.01 }
        let scores = labels.map { ($0 ? 0.1 : 0) + 0.9 * generator.uniform() }
        let clock = ContinuousClock()
        let time = clock.measure {
            let result = Evaluation.measure(labels: labels, scores: scores, isProbability: true)
            #expect((0.5...0.8).contains(result.rocAUC ?? 0))
        }
        #expect(time < .seconds(60), "Well under a second in a release build; debug builds are slow.")
    }
}
