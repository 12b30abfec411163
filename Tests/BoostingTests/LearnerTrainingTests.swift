import Arrow
import Base
import Boosting
import Foundation
import Synchronization
import Testing

/// How every learner must train.
@Suite struct LearnerTrainingTests {
    @Test(arguments: LearnerName.builtIn)
    func keepsTheBestRound(kind: LearnerName) throws {
        let more: KeyValuePairs<String, String> = kind == .logistic ? [:] : ["learning_rate": "0.3"]
        let parameters = try Fixture.parameters(for: kind, more)
        let later = try Fixture.rows(2_000, from: 2_000)
        let prepared = try kind.learner.prepare(
            Fixture.trainingRows(Fixture.rows(2_000), weighted: true),
            validation: Fixture.trainingRows(later, weighted: true), parameters: parameters)
        #expect(prepared.rowCount == 2_000)
        var losses: [Double] = []
        let model = try prepared.fit(parameters, rounds: 500, patience: 10) { round in
            #expect(round.number == losses.count + 1)
            losses.append(round.validationLoss ?? .nan)
        }
        let history = try #require(model.history)
        #expect(losses.count < 200)
        #expect(history.rounds.map(\.validationLoss) == losses.map { $0 })
        #expect(losses.firstIndex(of: losses.min()!)! + 1 == history.best.number)
        #expect(model.rounds == history.best.number)
        if kind != .logistic { #expect(losses.count == history.best.number + 10) }

        // The model's own loss on the validation rows is the best one.
        let probabilities = try model.probabilities(of: later, features: Fixture.features)
        let labels = try later.doubles(Fixture.label)
        let weights = try later.doubles(Fixture.weight)
        let loss = labels.indices.reduce(0.0) {
            $0 - weights[$1] * log(labels[$1] > 0 ? probabilities[$1] : 1 - probabilities[$1])
        }
        #expect(abs(loss / weights.reduce(0, +) - history.best.validationLoss!) < 1e-12)
    }

    @Test(arguments: LearnerName.builtIn)
    func withoutPatienceItGoesThrough(kind: LearnerName) throws {
        let rows = try Fixture.trainingRows(Fixture.rows(2_000))
        let model = try Fixture.classifier(kind, rows, validation: rows, rounds: 5)
        #expect(model.rounds == 5)
        #expect(model.history?.rounds.count == 5)
        #expect(model.history?.rounds.allSatisfy { $0.validationLoss != nil } == true)
    }

    /// XGBoost sums in the order of its threads, so their number is fixed for it.
    @Test(arguments: LearnerName.builtIn)
    func theSameBytesAgain(kind: LearnerName) throws {
        let draws: KeyValuePairs<String, String> =
            switch kind {
            case .lightgbm: ["feature_fraction": "0.7", "bagging_fraction": "0.8", "bagging_freq": "1"]
            case .xgboost: ["subsample": "0.8", "colsample_bytree": "0.7"]
            default: [:]
            }
        let table = try Fixture.rows(20_000)
        let later = try Fixture.rows(5_000, from: 20_000)
        let results = try (kind == .xgboost ? [1, 1, 1] : [1, 2, 3, 1]).map { threads in
            let parameters = try Fixture.parameters(for: kind, threads: threads, draws)
            let model = try kind.learner.prepare(
                Fixture.trainingRows(table, weighted: true), validation: Fixture.trainingRows(later, weighted: true),
                parameters: parameters
            ).fit(parameters, rounds: 60, patience: 20)
            return try (
                bytes: Fixture.bytes(model), history: model.history,
                scores: model.rawScores(of: later, features: Fixture.features)
            )
        }
        for result in results.dropFirst() {
            #expect(result.bytes == results[0].bytes)
            #expect(result.history == results[0].history)
            #expect(result.scores == results[0].scores)
        }
    }

    /// As the trials of a study do: different parameters, one set of rows, several threads at once.
    @Test(arguments: LearnerName.builtIn)
    func preparedRowsMayBeShared(kind: LearnerName) throws {
        let base = try Fixture.parameters(for: kind)
        let prepared = try kind.learner.prepare(
            Fixture.trainingRows(Fixture.rows(10_000)),
            validation: Fixture.trainingRows(Fixture.rows(3_000, from: 10_000)), parameters: base)
        let settings: KeyValuePairs<String, [String]> =
            switch kind {
            case .lightgbm:
                ["num_leaves": ["3", "15"], "min_data_in_leaf": ["1", "300"], "feature_fraction": ["0.5"]]
            case .xgboost: ["max_depth": ["2", "6"], "reg_lambda": ["0.1", "30"], "subsample": ["0.5"]]
            default: ["l2": ["0.1", "1", "10", "100", "1000"]]
            }
        let trials = try settings.flatMap { name, values in
            try values.map { value in
                var list = base
                try list.set(name, value)
                return list
            }
        }
        let alone = try trials.map { try Fixture.bytes(prepared.fit($0, rounds: 30, patience: 10)) }
        #expect(Set(alone).count > 3)
        let together = Mutex<[Int: Data]>([:])
        DispatchQueue.concurrentPerform(iterations: 3 * trials.count) { index in
            let bytes = try? Fixture.bytes(prepared.fit(trials[index % trials.count], rounds: 30, patience: 10))
            together.withLock { $0[index] = bytes }
        }
        for (index, bytes) in together.withLock({ $0 }) { #expect(bytes == alone[index % trials.count]) }
        #expect(together.withLock { $0.count } == 3 * trials.count)
    }

    @Test(arguments: LearnerName.builtIn)
    func aTrainingCanBeStopped(kind: LearnerName) throws {
        let cancellation = Cancellation()
        let parameters = try Fixture.parameters(for: kind)
        let prepared = try kind.learner.prepare(
            Fixture.trainingRows(Fixture.rows(2_000)), validation: nil, parameters: parameters)
        var rounds = 0
        #expect(throws: Interrupted.self) {
            _ = try prepared.fit(parameters, rounds: 100, patience: nil) { round in
                rounds = round.number
                if round.number == 3 { cancellation.cancel() }
                try cancellation.check()
            }
        }
        #expect(rounds == 3)
    }

    @Test(arguments: LearnerName.builtIn)
    func oneKindOfLabelIsRefused(kind: LearnerName) throws {
        let table = try Fixture.table("SELECT i::DOUBLE AS a, 0 AS label FROM range(100) AS t(i)")
        let error = #expect(throws: BoostingError.self) {
            _ = try Fixture.classifier(kind, TrainingRows(table, features: [0], label: 1))
        }
        #expect(error?.problem == "All 100 training rows have the same label.")
    }

    @Test(arguments: LearnerName.builtIn)
    func unknownParametersAreRefused(kind: LearnerName) throws {
        var list = kind.learner.parameters(seed: 1, threads: 1)
        let error = #expect(throws: BoostingError.self) { try list.set("no_such_thing", 1) }
        #expect(error?.problem == "\(kind.title) has no parameter 'no_such_thing'.")
        let (name, alias) =
            switch kind {
            case .lightgbm: ("lambda_l2", "reg_lambda")
            case .xgboost: ("reg_lambda", "lambda")
            default: ("l2", "lambda")
            }
        try list.set(name, 1)
        try list.set(alias, 2)
        #expect(list[name] == "2")
        #expect(list.entries.count { $0.name == name } == 1)
        try list.set(name, "much")
        #expect(throws: BoostingError.self) {
            _ = try Fixture.classifier(kind, Fixture.trainingRows(Fixture.rows(1_000)), parameters: list)
        }
    }
}
