import Arrow
import Base
import Boosting
import Foundation
import Testing

@Suite struct TrainingTests {
    @Test func stopsEarlyAndKeepsTheBest() throws {
        let parameters = try Fixture.parameters(["learning_rate": "0.3", "num_leaves": "31", "min_data_in_leaf": "1"])
        let training = try LightGBMDataset.training(
            on: TrainingRows(Fixture.rows(2_000), features: Fixture.features, label: Fixture.label),
            parameters: parameters)
        let later = try Fixture.rows(2_000, from: 2_000)
        let validation = try training.validation(
            on: TrainingRows(later, features: Fixture.features, label: Fixture.label))
        var losses: [Double] = []
        let booster = try LightGBMBooster.train(
            on: training, validatedBy: validation, parameters: parameters, rounds: 500, patience: 10
        ) { round in
            #expect(round.number == losses.count + 1)
            losses.append(round.validationLoss ?? .nan)
        }
        let trained = booster.history
        let history = try #require(trained)
        #expect(losses.count < 100)
        #expect(history.rounds.map(\.validationLoss) == losses.map { $0 })
        #expect(losses.firstIndex(of: losses.min()!)! + 1 == history.best.number)
        #expect(losses.count == history.best.number + 10)
        #expect(booster.treeCount == history.best.number)

        // The model's own loss on the validation rows is the best one.
        let probabilities = try booster.probabilities(of: later, features: Fixture.features)
        let labels = try later.doubles(Fixture.label)
        let loss = zip(probabilities, labels).reduce(0) { $0 - log($1.1 > 0 ? $1.0 : 1 - $1.0) } / 2_000
        #expect(abs(loss - history.best.validationLoss!) < 1e-12)
    }

    @Test func withoutPatienceItBoostsThrough() throws {
        let parameters = try Fixture.parameters()
        let table = try Fixture.rows(2_000)
        let training = try LightGBMDataset.training(
            on: TrainingRows(table, features: Fixture.features, label: Fixture.label, weight: Fixture.weight),
            parameters: parameters)
        let validation = try training.validation(
            on: TrainingRows(table, features: Fixture.features, label: Fixture.label, weight: Fixture.weight))
        let booster = try LightGBMBooster.train(
            on: training, validatedBy: validation, parameters: parameters, rounds: 25, patience: nil)
        #expect(booster.treeCount == 25)
        #expect(booster.history?.rounds.count == 25)
    }

    @Test(arguments: [false, true])
    func theSameBytesWithAnyNumberOfThreads(weighted: Bool) throws {
        let table = try Fixture.rows(20_000)
        let later = try Fixture.rows(5_000, from: 20_000)
        let weight = weighted ? Fixture.weight : nil
        let results = try [1, 2, 3, 1].map { threads in
            let parameters = try Fixture.parameters(
                threads: threads, ["feature_fraction": "0.7", "bagging_fraction": "0.8", "bagging_freq": "1"])
            let training = try LightGBMDataset.training(
                on: TrainingRows(table, features: Fixture.features, label: Fixture.label, weight: weight),
                parameters: parameters)
            let validation = try training.validation(
                on: TrainingRows(later, features: Fixture.features, label: Fixture.label, weight: weight))
            let booster = try LightGBMBooster.train(
                on: training, validatedBy: validation, parameters: parameters, rounds: 60, patience: 20)
            return (
                text: try booster.modelText(), history: booster.history,
                scores: try booster.rawScores(of: later, features: Fixture.features)
            )
        }
        #expect(results[0].text.contains("[num_threads: 0]"))
        for result in results.dropFirst() {
            #expect(result.text == results[0].text)
            #expect(result.history == results[0].history)
            #expect(result.scores == results[0].scores)
        }
    }

    @Test func aWeightIsThatManyRows() throws {
        // Few distinct values and bins for each of them, so that weights cannot move the bins.
        let sql = """
            SELECT (i % 13)::DOUBLE AS a, (i * 7 % 17)::DOUBLE AS b,
                (hash(i) % 100 < i % 13 * 4 + i * 7 % 17)::INTEGER AS label, 1 + i % 2 AS weight FROM range(4000) AS t(i)
            """
        let parameters = try Fixture.parameters(
            ["min_data_in_leaf": "1", "min_data_in_bin": "1", "min_sum_hessian_in_leaf": "5"])
        let weighted = try Fixture.table(sql)
        let repeated = try Fixture.table("SELECT a, b, label FROM (\(sql)) JOIN range(2) AS r(k) ON k < weight")
        #expect(repeated.rowCount == 6_000)
        let one = try LightGBMBooster.train(
            on: .training(on: TrainingRows(weighted, features: [0, 1], label: 2, weight: 3), parameters: parameters),
            parameters: parameters, rounds: 40)
        let other = try LightGBMBooster.train(
            on: .training(on: TrainingRows(repeated, features: [0, 1], label: 2), parameters: parameters),
            parameters: parameters, rounds: 40)
        let probabilities = try zip(
            one.probabilities(of: weighted, features: [0, 1]), other.probabilities(of: weighted, features: [0, 1]))
        for (left, right) in probabilities { #expect(abs(left - right) < 1e-6) }
    }

    @Test func aTrainingCanBeStopped() throws {
        let cancellation = Cancellation()
        let parameters = try Fixture.parameters()
        let training = try LightGBMDataset.training(
            on: TrainingRows(Fixture.rows(2_000), features: Fixture.features, label: Fixture.label),
            parameters: parameters)
        var rounds = 0
        #expect(throws: Interrupted.self) {
            _ = try LightGBMBooster.train(on: training, parameters: parameters, rounds: 100) { round in
                rounds = round.number
                if round.number == 3 { cancellation.cancel() }
                try cancellation.check()
            }
        }
        #expect(rounds == 3)
    }

    @Test func oneKindOfLabelIsRefused() throws {
        let table = try Fixture.table("SELECT i::DOUBLE AS a, 0 AS label FROM range(100) AS t(i)")
        let parameters = try Fixture.parameters()
        let dataset = try LightGBMDataset.training(
            on: TrainingRows(table, features: [0], label: 1), parameters: parameters)
        #expect(throws: BoostingError.self) {
            _ = try LightGBMBooster.train(on: dataset, parameters: parameters, rounds: 5)
        }
    }

    @Test func nothingToSplitGivesTheBaseRate() throws {
        let table = try Fixture.table("SELECT 1::DOUBLE AS a, (i % 4 = 0)::INTEGER AS label FROM range(1000) AS t(i)")
        let parameters = try Fixture.parameters()
        let booster = try LightGBMBooster.train(
            on: .training(on: TrainingRows(table, features: [0], label: 1), parameters: parameters),
            parameters: parameters,
            rounds: 50)
        #expect(booster.treeCount == 1)
        #expect(booster.history?.rounds.count == 20)
        for probability in try booster.probabilities(of: table, features: [0]) {
            #expect(abs(probability - 0.25) < 1e-6)
        }
    }
}
