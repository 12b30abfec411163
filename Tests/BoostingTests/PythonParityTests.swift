import Arrow
import Boosting
import Foundation
import TestSupport
import Testing

/// Models cross between here and Python's packages without a change of scores.
///
/// `Scripts/python-parity` compares both ways anew; with `--record` it renews the stored models and scores.
@Suite struct PythonParityTests {
    /// Rows and what a model says of them; the same shape both ways.
    struct Answers: Codable {
        /// Two numbers, a category's code, a number.
        let rows: [[Double?]]
        /// By learner.
        var probabilities: [String: [Double]]
        var rawScores: [String: [Double]]
        /// For each row the features' contributions, then the expected score.
        var contributions: [String: [[Double]]]
    }

    private static let kinds: [LearnerName] = [.lightgbm, .xgboost]
    private static let features = Array(0..<4)

    private static func table(_ range: Range<Int>) throws -> ArrowTable {
        try Fixture.table(
            """
            SELECT CASE WHEN i % 11 = 0 THEN NULL ELSE hash(i) / pow(2, 64) END::DOUBLE AS a,
                (hash(i + 100000) % 400)::INTEGER AS b,
                CASE WHEN i % 7 = 6 THEN NULL ELSE hash(i + 200000) % 6 END::INTEGER AS code,
                ((hash(i + 300000) % 100)::FLOAT / 10) AS größe,
                (hash(i + 400000) % 100 < 5 + 10 * (hash(i + 200000) % 6 % 2) + hash(i) % 30)::INTEGER AS label
            FROM range(\(range.lowerBound), \(range.upperBound)) AS t(i) ORDER BY i
            """)
    }

    @Test(.enabled(if: ProcessInfo.processInfo.environment["PROSPECT_PARITY_FOLDER"] != nil))
    func writeForPython() throws {
        let folder = ProcessInfo.processInfo.environment["PROSPECT_PARITY_FOLDER"]!
        let training = TrainingRows(try Self.table(0..<4_000), features: Self.features, label: 4, categorical: [2])
        let asked = try Self.table(4_000..<4_200)
        let columns = try Self.features.map { try asked.doubles($0) }
        var answers = Answers(
            rows: (0..<asked.rowCount).map { row in columns.map { $0[row].isNaN ? nil : $0[row] } },
            probabilities: [:], rawScores: [:], contributions: [:])
        for kind in Self.kinds {
            let model = try Fixture.classifier(kind, training, rounds: 20)
            try model.save(to: folder)
            let name = kind.rawValue
            answers.probabilities[name] = try model.probabilities(of: asked, features: Self.features)
            answers.rawScores[name] = try model.rawScores(of: asked, features: Self.features)
            let contributions = try model.contributions(of: asked, features: Self.features)
            answers.contributions[name] = (0..<asked.rowCount).map { row in
                contributions[row] + [contributions.expectedScore]
            }
        }
        try JSONEncoder().encode(answers).write(to: URL(filePath: folder + "/swift.json"))
    }

    @Test(arguments: kinds)
    func storedModelsScoreAsInPython(kind: LearnerName) throws {
        let folder = Bundle.module.url(forResource: "python-parity", withExtension: nil, subdirectory: "Resources")!
        let python = try JSONDecoder().decode(
            Answers.self, from: Data(contentsOf: folder.appending(path: "python.json")))
        let values = python.rows.map { row in
            "(" + row.map { $0.map { "\($0)::DOUBLE" } ?? "NULL" }.joined(separator: ", ") + ")"
        }
        let table = try Fixture.table(
            "SELECT * FROM (VALUES \(values.joined(separator: ", "))) AS t(a, b, code, größe)")
        let model = try kind.learner.load(from: folder.path, threads: 1)
        let probabilities = try model.probabilities(of: table, features: Self.features)
        #expect(agree(probabilities, python.probabilities[kind.rawValue]!))
        #expect(agree(try model.rawScores(of: table, features: Self.features), python.rawScores[kind.rawValue]!))
        let contributions = try model.contributions(of: table, features: Self.features)
        #expect(agree(contributions.values, python.contributions[kind.rawValue]!.flatMap { $0 }))
    }

    private func agree(_ left: [Double], _ right: [Double]) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) < 1e-6 }
    }
}
