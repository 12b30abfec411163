import Arrow
import Base
import Boosting
import Synchronization
import Testing

@Suite struct LightGBMDatasetTests {
    @Test func takesLabelsAndWeights() throws {
        let table = try Fixture.rows(3_000)
        let dataset = try LightGBMDataset.training(
            on: TrainingRows(table, features: Fixture.features, label: Fixture.label, weight: Fixture.weight),
            parameters: Fixture.parameters())
        #expect(dataset.rowCount == 3_000)
        #expect(dataset.featureNames == ["a", "b", "noise"])
        #expect(dataset.labels.reduce(0, +) > 100)
        #expect(Array(dataset.weights!.prefix(4)) == [1, 2, 3, 1])
    }

    @Test(arguments: ["BOOLEAN", "TINYINT", "USMALLINT", "INTEGER", "UBIGINT", "FLOAT", "DOUBLE"])
    func takesEveryTypeOfNumber(type: String) throws {
        let table = try Fixture.table(
            "SELECT (i % 2)::\(type) AS a, (i % 2)::INTEGER AS label FROM range(1000) AS t(i)")
        let parameters = try Fixture.parameters()
        let booster = try LightGBMBooster.train(
            on: .training(on: TrainingRows(table, features: [0], label: 1), parameters: parameters),
            parameters: parameters,
            rounds: 20)
        let probabilities = try booster.probabilities(of: table, features: [0])
        #expect(probabilities[0] < 0.2 && probabilities[1] > 0.8)
    }

    @Test func missingValuesGoTheirOwnWay() throws {
        // Missing means 1; NULL and NaN alike.
        let sql = """
            SELECT CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN 'NaN'::DOUBLE ELSE (i % 10)::DOUBLE END AS a,
                (i % 4 < 2)::INTEGER AS label FROM range(2000) AS t(i)
            """
        let table = try Fixture.table(sql)
        let parameters = try Fixture.parameters()
        let booster = try LightGBMBooster.train(
            on: .training(on: TrainingRows(table, features: [0], label: 1), parameters: parameters),
            parameters: parameters,
            rounds: 30)
        let probabilities = try booster.probabilities(of: table, features: [0])
        #expect(probabilities[0] == probabilities[1])
        #expect(probabilities[0] > 0.9 && probabilities[2] < 0.1)
    }

    @Test func categoriesMayBeMissingOrUnseen() throws {
        // Even categories convert: no threshold could tell them apart.
        let sql = """
            SELECT i::DOUBLE AS order_number, CASE WHEN i % 9 = 8 THEN NULL ELSE i % 9 END::INTEGER AS category,
                (i % 9 % 2 = 0)::INTEGER AS label FROM range(4500) AS t(i)
            """
        let table = try Fixture.table(sql)
        let parameters = try Fixture.parameters([
            "min_data_per_group": "1", "cat_smooth": "1", "max_cat_to_onehot": "1",
        ])
        let booster = try LightGBMBooster.train(
            on: .training(
                on: TrainingRows(table, features: [0, 1], label: 2, categorical: [1]), parameters: parameters),
            parameters: parameters, rounds: 60)
        #expect(try booster.modelText().contains("num_cat=1"))
        let asked = try Fixture.table(
            "SELECT 5::DOUBLE AS order_number, c AS category FROM (VALUES (0), (1), (2), (NULL), (77), (-1)) AS t(c)")
        let probabilities = try booster.probabilities(of: asked, features: [0, 1])
        #expect(probabilities[0] > 0.9 && probabilities[1] < 0.1 && probabilities[2] > 0.9)
        // Missing, never seen and negative codes go one way.
        #expect(probabilities[3] == probabilities[4] && probabilities[4] == probabilities[5])
    }

    @Test(arguments: ["a b", "a,b", "a:b", "[a]", "{a}", #""a""#])
    func namesThatLightGBMRefusesAreSaidClearly(name: String) throws {
        let quoted = "\"" + name.replacing("\"", with: "\"\"") + "\""
        let table = try Fixture.table("SELECT i::DOUBLE AS \(quoted), i % 2 AS label FROM range(100) AS t(i)")
        let error = #expect(throws: BoostingError.self) {
            _ = try LightGBMDataset.training(
                on: TrainingRows(table, features: [0], label: 1), parameters: Fixture.parameters())
        }
        #expect(error?.problem == "LightGBM does not accept '\(name)' as the name of a feature.")
    }

    @Test func namesBeyondASCII() throws {
        let table = try Fixture.table("SELECT i::DOUBLE AS größe, i % 2 AS label FROM range(100) AS t(i)")
        let parameters = try Fixture.parameters(["min_data_in_leaf": "1"])
        let booster = try LightGBMBooster.train(
            on: .training(on: TrainingRows(table, features: [0], label: 1), parameters: parameters),
            parameters: parameters,
            rounds: 2)
        #expect(booster.featureNames == ["größe"])
    }

    @Test(arguments: [
        ("SELECT 1::DOUBLE AS a, 2 AS label", "The label column 'label' has values other than 0 and 1."),
        ("SELECT 1::DOUBLE AS a, NULL::INTEGER AS label", "The label column 'label' has values other than 0 and 1."),
        ("SELECT 1::DOUBLE AS a, 1 AS label WHERE false", "There are no rows for LightGBM."),
    ])
    func badRows(sql: String, problem: String) throws {
        let table = try Fixture.table(sql)
        let error = #expect(throws: BoostingError.self) {
            _ = try LightGBMDataset.training(
                on: TrainingRows(table, features: [0], label: 1), parameters: Fixture.parameters())
        }
        #expect(error?.problem == problem)
    }

    @Test(arguments: ["-1", "NULL::DOUBLE", "'inf'::DOUBLE", "0"])
    func badWeights(weight: String) throws {
        let table = try Fixture.table("SELECT 1::DOUBLE AS a, 1 AS label, \(weight) AS w")
        #expect(throws: BoostingError.self) {
            _ = try LightGBMDataset.training(
                on: TrainingRows(table, features: [0], label: 1, weight: 2), parameters: Fixture.parameters())
        }
    }

    /// LightGBM would end the process: it throws from within a parallel region.
    @Test(arguments: ["'x'", "DATE '2020-01-01'", "1::HUGEINT", "TIMESTAMP '2020-01-01'", "[1.0]"])
    func otherTypesAreRefused(value: String) throws {
        let table = try Fixture.table("SELECT \(value) AS a, 1 AS label")
        let error = #expect(throws: BoostingError.self) {
            _ = try LightGBMDataset.training(
                on: TrainingRows(table, features: [0], label: 1), parameters: Fixture.parameters())
        }
        #expect(error?.problem.hasPrefix("LightGBM does not accept the type of column 'a'") == true)
    }

    @Test func validationNeedsTheSameFeatures() throws {
        let table = try Fixture.rows(1_000)
        let dataset = try LightGBMDataset.training(
            on: TrainingRows(table, features: Fixture.features, label: Fixture.label), parameters: Fixture.parameters())
        #expect(throws: BoostingError.self) {
            _ = try dataset.validation(on: TrainingRows(table, features: [0, 2, 1], label: Fixture.label))
        }
    }

    @Test func madeAndFreedManyTimes() throws {
        let table = try Fixture.rows(3_000)
        for _ in 0..<50 {
            let parameters = try Fixture.parameters()
            let dataset = try LightGBMDataset.training(
                on: TrainingRows(table, features: Fixture.features, label: Fixture.label), parameters: parameters)
            let booster = try LightGBMBooster.train(on: dataset, parameters: parameters, rounds: 2)
            #expect(try booster.probabilities(of: table, features: Fixture.features).count == 3_000)
        }
    }
}

@Suite struct ParameterListTests {
    @Test func aliasesAreOneParameter() throws {
        var list = ParameterList()
        try list.set("eta", 0.1)
        try list.set("learning_rate", 0.2)
        #expect(list.entries.count == 1)
        #expect(list["learning_rate"] == "0.2")
    }

    @Test func unknownNamesAreRefused() throws {
        var list = ParameterList()
        let error = #expect(throws: BoostingError.self) { try list.set("num_leafs", 7) }
        #expect(error?.problem == "LightGBM has no parameter 'num_leafs'.")
        #expect(error?.remedy == "Did you mean 'num_leaf'?")
        #expect(throws: BoostingError.self) { try list.set("num_leaves", "7 max_depth=3") }
        #expect(throws: BoostingError.self) { try list.set("num_leaves", "") }
        #expect(list.entries == [])
    }

    @Test func valuesLightGBMRefuses() throws {
        let table = try Fixture.rows(1_000)
        let dataset = try LightGBMDataset.training(
            on: TrainingRows(table, features: Fixture.features, label: Fixture.label), parameters: Fixture.parameters())
        let error = #expect(throws: BoostingError.self) {
            _ = try LightGBMBooster.train(
                on: dataset, parameters: Fixture.parameters(["num_leaves": "1"]), rounds: 1)
        }
        #expect(error?.problem.contains("num_leaves") == true)
    }
}

@Suite(.serialized) struct LightGBMLogTests {
    @Test func messagesGoToTheHandler() throws {
        let lines = Mutex<[(LightGBMLog.Level, String)]>([])
        LightGBMLog.setHandler { level, text in lines.withLock { $0.append((level, text)) } }
        defer { LightGBMLog.setHandler(nil) }
        _ = try Fixture.booster(Fixture.rows(1_000), rounds: 1)
        let heard = lines.withLock { $0 }
        #expect(heard.contains { $0.0 == .info && $0.1.hasPrefix("Number of positive: ") })
        #expect(heard.allSatisfy { !$0.1.contains("\n") && !$0.1.contains("[LightGBM]") })
    }
}
