import Foundation
import Testing

@testable import Modeling

/// One set of scores and what scikit-learn says of it; written by `Scripts/metric-vectors.py`.
struct MetricVector: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let positives: [Int]
    let scores: [Double]
    let weights: [Double]?
    let rocAUC: Double?
    let averagePrecision: Double?
    let brier: Double
    let logLoss: Double

    var testDescription: String { name }

    var labels: [Bool] {
        var labels = [Bool](repeating: false, count: scores.count)
        for row in positives { labels[row] = true }
        return labels
    }

    static let all: [MetricVector] = {
        struct File: Decodable { let cases: [MetricVector] }
        let url = Bundle.module.url(forResource: "metric-vectors", withExtension: "json", subdirectory: "Resources")!
        return try! JSONDecoder().decode(File.self, from: Data(contentsOf: url)).cases
    }()
}

@Suite struct MetricVectorTests {
    private func agree(_ left: Double?, _ right: Double?) -> Bool {
        guard let left, let right else { return left == nil && right == nil }
        return abs(left - right) <= 1e-12
    }

    @Test(arguments: MetricVector.all)
    func agreesWithScikitLearn(vector: MetricVector) {
        let result = Evaluation.measure(
            labels: vector.labels, scores: vector.scores, weights: vector.weights, isProbability: true)
        #expect(agree(result.rocAUC, vector.rocAUC), "\(result.rocAUC ?? -1) is not \(vector.rocAUC ?? -1)")
        #expect(agree(result.averagePrecision, vector.averagePrecision))
        #expect(agree(result.brier, vector.brier))
        #expect(agree(result.logLoss, vector.logLoss))
    }

    @Test(arguments: MetricVector.all)
    func theOrderOfRowsDoesNotMatter(vector: MetricVector) throws {
        let order = vector.scores.indices.reversed()
        let labels = vector.labels
        let straight = Evaluation.measure(
            labels: labels, scores: vector.scores, weights: vector.weights, isProbability: false)
        let backwards = Evaluation.measure(
            labels: order.map { labels[$0] }, scores: order.map { vector.scores[$0] },
            weights: vector.weights.map { weights in order.map { weights[$0] } }, isProbability: false)
        #expect(agree(straight.rocAUC, backwards.rocAUC))
        #expect(agree(straight.averagePrecision, backwards.averagePrecision))
        for (left, right) in zip(straight.atK, backwards.atK) {
            #expect(agree(left.precision, right.precision))
            #expect(agree(left.recall, right.recall))
        }
    }
}
