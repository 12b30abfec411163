import Arrow
import Boosting
import Foundation
import TestSupport
import Testing

/// Against scikit-learn: its own imputer, scaler, encoder and solver; written by `Scripts/logistic-vectors.py`.
@Suite struct LogisticVectorTests {
    struct Vectors: Decodable {
        struct Case: Decodable {
            let l2: Double
            let intercept: Double
            let numbers: [Double]
            let scores: [Double]
        }

        /// The rows from the first that the model is fitted to.
        let fitted: Int
        /// Four numbers, a category's code, the label and the weight.
        let rows: [[Double?]]
        let cases: [Case]

        static func load() throws -> Vectors {
            let url = Bundle.module.url(
                forResource: "logistic-vectors", withExtension: "json", subdirectory: "Resources")!
            return try JSONDecoder().decode(Vectors.self, from: Data(contentsOf: url))
        }

        func table(_ range: Range<Int>) throws -> ArrowTable {
            let values = rows[range].map { row in
                "(" + row.map { $0.map { "\($0)::DOUBLE" } ?? "NULL" }.joined(separator: ", ") + ")"
            }
            return try Fixture.table(
                "SELECT * FROM (VALUES \(values.joined(separator: ", "))) AS t(a, b, c, d, code, label, weight)")
        }
    }

    @Test(arguments: [1, 2]) func agreesWithScikitLearn(threads: Int) throws {
        let vectors = try Vectors.load()
        let learner = LogisticLearner()
        let prepared = try learner.prepare(
            TrainingRows(
                vectors.table(0..<vectors.fitted), features: Array(0..<5), label: 5, weight: 6, categorical: [4]),
            validation: nil, parameters: learner.parameters(seed: 0, threads: threads))
        let asked = try vectors.table(vectors.rows.indices)
        for expected in vectors.cases {
            var parameters = learner.parameters(seed: 0, threads: threads)
            try parameters.set("l2", expected.l2)
            let model = try prepared.fit(parameters, rounds: 500)
            #expect(model.rounds < 100)
            let scores = try model.rawScores(of: asked, features: Array(0..<5))
            #expect(zip(scores, expected.scores).allSatisfy { abs($0 - $1) < 1e-6 })

            struct File: Decodable {
                struct Feature: Decodable {
                    struct Number: Decodable { let coefficient: Double }
                    let number: Number?
                }
                let intercept: Double
                let features: [Feature]
            }
            let file = try JSONDecoder().decode(File.self, from: Fixture.bytes(model))
            #expect(abs(file.intercept - expected.intercept) < 1e-6)
            let numbers = file.features.compactMap { $0.number?.coefficient }
            #expect(numbers.count == 4 && zip(numbers, expected.numbers).allSatisfy { abs($0 - $1) < 1e-6 })
        }
    }
}
