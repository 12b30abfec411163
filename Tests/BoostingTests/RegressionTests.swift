import Arrow
import Boosting
import DuckDB
import Foundation
import TestSupport
import Testing

@Suite struct RegressionTests {
    private static let learner = LightGBMRegressionLearner()

    private func table(_ label: String, rows: Int = 400) throws -> ArrowTable {
        try ArrowTable.read(
            Database.open().connect().arrowStream(
                """
                SELECT (i % 20)::DOUBLE AS a, (i % 7)::DOUBLE AS b, (\(unsafe: label))::DOUBLE AS y
                FROM range(\(unsafe: rows)) t(i) ORDER BY i
                """))
    }

    private func fit(_ table: ArrowTable, threads: Int = 1) throws -> any Regressor {
        var parameters = Self.learner.parameters(seed: 7, threads: threads)
        try parameters.set("num_leaves", 7)
        try parameters.set("min_data_in_leaf", 5)
        return try Self.learner.fit(
            TrainingRows(table, features: [0, 1], label: 2, target: .number), parameters: parameters, rounds: 200
        ) { _ in }
    }

    @Test func aNumberIsLearned() throws {
        let table = try table("CASE WHEN a < 10 THEN -3.5 ELSE 12 + b END")
        let values = try fit(table).values(of: table, features: [0, 1])
        for (value, actual) in zip(values, try table.doubles(2)) { #expect(abs(value - actual) < 0.1) }
    }

    @Test func threadsHaveNoPartAndAModelIsReadBackToTheLastBit() throws {
        let table = try table("sin(a) * 100 + b")
        let folder = try TemporaryFolder()
        let model = try fit(table)
        try model.save(path: folder.path + "/one.txt")
        try fit(table, threads: 3).save(path: folder.path + "/three.txt")
        #expect(try folder.read("one.txt") == folder.read("three.txt"))
        let loaded = try Self.learner.load(path: folder.path + "/one.txt", threads: 1)
        #expect(loaded.featureNames == ["a", "b"])
        #expect(try loaded.values(of: table, features: [0, 1]) == model.values(of: table, features: [0, 1]))
        #expect(throws: BoostingError.self) { try loaded.values(of: table, features: [1, 0]) }
    }

    /// One value alone is no error for a number; a class needs two.
    @Test func labelsAreCheckedAsNumbers() throws {
        let constant = try table("5")
        #expect(try fit(constant).values(of: constant, features: [0, 1]).allSatisfy { abs($0 - 5) < 1e-6 })
        #expect(throws: (any Error).self) { try fit(table("CASE WHEN i = 3 THEN 'nan'::DOUBLE ELSE 1 END")) }
        #expect(throws: (any Error).self) { try fit(table("CASE WHEN i = 3 THEN 'inf'::DOUBLE ELSE 1 END")) }
        #expect(throws: BoostingError.self) {
            try Fixture.classifier(.lightgbm, TrainingRows(table("5.0"), features: [0, 1], label: 2))
        }
    }
}
