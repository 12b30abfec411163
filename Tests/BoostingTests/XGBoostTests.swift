import Arrow
import Base
import Boosting
import Foundation
import Synchronization
import TestSupport
import Testing

/// What only XGBoost does; the rest is in the suites for all learners.
@Suite struct XGBoostTests {
    /// Where a producer cuts the rows has no part in what is learned from them.
    @Test func batchesHaveNoPart() throws {
        // DuckDB's batches have 2,048 rows each, those of the copy are one.
        let table = try Fixture.rows(70_001)
        let parameters = try Fixture.parameters(for: .xgboost, ["max_bin": "16"])
        let (many, one) = (table, try table.rows(Array(0..<table.rowCount)))
        let models = try [many, one].map {
            try LearnerName.xgboost.learner.prepare(
                Fixture.trainingRows($0, weighted: true), validation: nil, parameters: parameters
            ).fit(parameters, rounds: 20)
        }
        #expect(try Fixture.bytes(models[0]) == Fixture.bytes(models[1]))
    }

    @Test func readsManyBatches() throws {
        let table = try Fixture.rows(10_001)
        let parameters = try Fixture.parameters(for: .xgboost)
        let matrix = try XGBoostMatrix.training(
            on: Fixture.trainingRows(table, weighted: true), parameters: parameters)
        #expect(matrix.rowCount == 10_001)
        #expect(matrix.featureNames == ["a", "b", "noise"])
        #expect(Array(matrix.weights!.prefix(4)) == [1, 2, 3, 1])
        let booster = try XGBoostBooster.train(on: matrix, parameters: parameters, rounds: 20)
        #expect(booster.treeCount == 20)
        let scores = try booster.rawScores(of: table, features: Fixture.features)
        // The same rows alone, in another batch.
        let tail = try Fixture.rows(101, from: 9_900)
        #expect(try booster.rawScores(of: tail, features: Fixture.features) == Array(scores[9_900...]))
    }

    @Test func theVersionIsThePinnedOne() throws {
        #expect(XGBoostBooster.version == "3.4.1")
    }

    @Test func madeAndFreedManyTimes() throws {
        let table = try Fixture.rows(3_000)
        let parameters = try Fixture.parameters(for: .xgboost)
        for _ in 0..<50 {
            let matrix = try XGBoostMatrix.training(on: Fixture.trainingRows(table), parameters: parameters)
            let booster = try XGBoostBooster.train(on: matrix, parameters: parameters, rounds: 2)
            #expect(try booster.probabilities(of: table, features: Fixture.features).count == 3_000)
        }
    }

    @Test func judgingFromBinsIsTheSame() throws {
        let rows = TrainingRows(
            try Fixture.rows(6_000), features: Fixture.features, label: Fixture.label, categorical: [1])
        let later = TrainingRows(
            try Fixture.rows(5_000, from: 6_000), features: Fixture.features, label: Fixture.label)
        let parameters = try Fixture.parameters(for: .xgboost)
        let matrix = try XGBoostMatrix.training(on: rows, parameters: parameters)
        let losses = try [0, .max].map { limit in
            let held = try matrix.validation(on: later, binsBeyond: limit)
            let booster = try XGBoostBooster.train(
                on: matrix, validatedBy: held, parameters: parameters, rounds: 30, patience: nil)
            return booster.history?.rounds.map(\.validationLoss)
        }
        #expect(losses[0]?.count == 30 && losses[0] == losses[1])
    }

    @Test func otherBinsThanTheMatrixsAreRefused() throws {
        let parameters = try Fixture.parameters(for: .xgboost, ["max_bin": "64"])
        let matrix = try XGBoostMatrix.training(
            on: Fixture.trainingRows(Fixture.rows(2_000)), parameters: parameters)
        let same = try XGBoostBooster.train(on: matrix, parameters: parameters, rounds: 2)
        #expect(same.treeCount == 2)
        #expect(throws: BoostingError.self) {
            _ = try XGBoostBooster.train(on: matrix, parameters: Fixture.parameters(for: .xgboost), rounds: 2)
        }
    }

    @Test func theReasonIsWithoutPlaceAndStack() throws {
        let table = try Fixture.table("SELECT 'inf'::DOUBLE AS a, i % 2 AS label FROM range(100) AS t(i)")
        let error = #expect(throws: BoostingError.self) {
            _ = try XGBoostMatrix.training(
                on: TrainingRows(table, features: [0], label: 1), parameters: Fixture.parameters(for: .xgboost))
        }
        let problem = try #require(error?.problem)
        #expect(problem.hasPrefix("XGBoost cannot make a matrix: "))
        #expect(problem.contains("inf") && !problem.contains("\n") && !problem.contains(".cc"))
    }

    /// What other boosters of the thread draw does not matter, nor do rounds of another training between these.
    @Test func drawsAreTheBoostersOwn() throws {
        let parameters = try Fixture.parameters(for: .xgboost, ["subsample": "0.5", "colsample_bynode": "0.7"])
        let table = try Fixture.rows(4_000)
        let matrix = try XGBoostMatrix.training(on: Fixture.trainingRows(table), parameters: parameters)
        let alone = try XGBoostBooster.train(on: matrix, parameters: parameters, rounds: 15)
        let other = try Fixture.parameters(for: .xgboost, ["subsample": "0.3", "seed": "99"])
        let between = try XGBoostBooster.train(on: matrix, parameters: parameters, rounds: 15) { _ in
            _ = try XGBoostBooster.train(on: matrix, parameters: other, rounds: 2)
        }
        #expect(try alone.modelData() == between.modelData())
    }
}

@Suite(.serialized) struct XGBoostLogTests {
    @Test func messagesGoToTheHandler() throws {
        let lines = Mutex<[String]>([])
        XGBoostLog.setHandler { line in lines.withLock { $0.append(line) } }
        defer { XGBoostLog.setHandler(nil) }
        let parameters = try Fixture.parameters(for: .xgboost, ["verbosity": "1", "max_cat_threshold": "3"])
        let matrix = try XGBoostMatrix.training(
            on: Fixture.trainingRows(Fixture.rows(1_000)), parameters: parameters)
        var loud = parameters
        try loud.set("verbosity", 3)
        _ = try XGBoostBooster.train(on: matrix, parameters: loud, rounds: 1)
        let heard = lines.withLock { $0 }
        #expect(!heard.isEmpty)
        #expect(heard.allSatisfy { !$0.hasSuffix("\n") })
        // The library's verbosity is the thread's and stays: quiet again for other tests.
        _ = try XGBoostBooster.train(on: matrix, parameters: parameters, rounds: 1)
    }
}
