import Arrow
import Base
import Boosting
import Foundation
import Testing

/// What every learner must make of weights, missing values, categories, types and rare labels.
@Suite struct LearnerDataTests {
    @Test(arguments: LearnerName.builtIn)
    func aWeightIsThatManyRows(kind: LearnerName) throws {
        // Few distinct values and bins for each of them, so that weights cannot move the bins.
        let sql = """
            SELECT CASE WHEN i % 29 = 0 THEN NULL ELSE (i % 13)::DOUBLE END AS a, (i * 7 % 17)::DOUBLE AS b,
                (i % 5)::INTEGER AS c, (hash(i) % 100 < i % 13 * 4 + i * 7 % 17)::INTEGER AS label,
                1 + i % 2 AS weight FROM range(4000) AS t(i)
            """
        let weighted = try Fixture.table(sql)
        let repeated = try Fixture.table("SELECT * FROM (\(sql)) JOIN range(2) AS r(k) ON k < weight")
        #expect(repeated.rowCount == 6_000)
        let one = try Fixture.classifier(
            kind, TrainingRows(weighted, features: [0, 1, 2], label: 3, weight: 4, categorical: [2]))
        let other = try Fixture.classifier(
            kind, TrainingRows(repeated, features: [0, 1, 2], label: 3, categorical: [2]))
        let probabilities = try zip(
            one.probabilities(of: weighted, features: [0, 1, 2]),
            other.probabilities(of: weighted, features: [0, 1, 2]))
        for (left, right) in probabilities { #expect(abs(left - right) < 1e-5) }
    }

    @Test(arguments: LearnerName.builtIn)
    func missingValuesGoTheirOwnWay(kind: LearnerName) throws {
        // Missing means 1; NULL and NaN alike.
        let sql = """
            SELECT CASE i % 4 WHEN 0 THEN NULL WHEN 1 THEN 'NaN'::DOUBLE ELSE (i % 10)::DOUBLE END AS a,
                (i % 4 < 2)::INTEGER AS label FROM range(6000) AS t(i)
            """
        let table = try Fixture.table(sql)
        let model = try Fixture.classifier(kind, TrainingRows(table, features: [0], label: 1))
        let probabilities = try model.probabilities(of: table, features: [0])
        #expect(probabilities[0] == probabilities[1])
        #expect(probabilities[0] > 0.9 && probabilities[2] < 0.1)
    }

    @Test(arguments: LearnerName.builtIn, ["INTEGER", "DOUBLE", "SMALLINT"])
    func categoriesMayBeMissingOrUnseen(kind: LearnerName, type: String) throws {
        // Even categories convert, and so do missing ones: no threshold could tell them apart. 5 never occurs.
        let sql = """
            SELECT i::DOUBLE AS order_number,
                CASE WHEN i % 9 = 8 THEN NULL WHEN i % 9 = 5 THEN 11 ELSE i % 9 END::\(type) AS category,
                (i % 9 % 2 = 0)::INTEGER AS label FROM range(4500) AS t(i)
            """
        let rows = try TrainingRows(Fixture.table(sql), features: [0, 1], label: 2, categorical: [1])
        func asked(_ values: String) throws -> ArrowTable {
            try Fixture.table(
                """
                SELECT 5::DOUBLE AS order_number, code::\(type) AS category, label
                FROM (VALUES \(values)) AS t(code, label)
                """)
        }
        let model = try Fixture.classifier(kind, rows, rounds: 60)
        let probabilities = try model.probabilities(
            of: asked("(0, 1), (1, 0), (2, 1), (NULL, 1), (77, 1), (-1, 1), (5, 1), (30000, 1)"), features: [0, 1])
        #expect(probabilities[0] > 0.9 && probabilities[1] < 0.1 && probabilities[2] > 0.9)
        // Missing, never seen and negative codes go one way.
        #expect(probabilities[3] > 0.9)
        for row in 4..<probabilities.count { #expect(probabilities[row] == probabilities[3]) }

        // So they do while a model is judged: 12 is not the code before it, 5 not the one after it.
        let losses = try ["NULL", "12", "5"].map { code in
            let held = try TrainingRows(
                asked("(\(code), 1), (0, 0), (1, 0)"), features: [0, 1], label: 2, categorical: [1])
            return try Fixture.classifier(kind, rows, validation: held, rounds: 10).history?.rounds.map(
                \.validationLoss)
        }
        #expect(losses[0] != nil && losses[0] == losses[1] && losses[0] == losses[2])
    }

    @Test(arguments: LearnerName.builtIn)
    func negativeCodesMayBeTrainedOn(kind: LearnerName) throws {
        let sql = """
            SELECT (i % 7 - 2)::INTEGER AS category, (i % 7 IN (0, 1, 3, 5))::INTEGER AS label
            FROM range(4200) AS t(i)
            """
        let table = try Fixture.table(sql)
        let model = try Fixture.classifier(kind, TrainingRows(table, features: [0], label: 1, categorical: [0]))
        let probabilities = try model.probabilities(of: table, features: [0])
        #expect(probabilities[0] == probabilities[1])
        #expect(probabilities[0] > 0.8 && probabilities[2] < 0.2 && probabilities[3] > 0.8)
    }

    @Test(
        arguments: LearnerName.builtIn, ["BOOLEAN", "TINYINT", "USMALLINT", "INTEGER", "UBIGINT", "FLOAT", "DOUBLE"])
    func takesEveryTypeOfNumber(kind: LearnerName, type: String) throws {
        let table = try Fixture.table(
            """
            SELECT CASE WHEN i % 7 = 0 THEN NULL ELSE i % 2 END::\(type) AS a, (i % 2)::INTEGER AS label
            FROM range(5000) AS t(i)
            """)
        let model = try Fixture.classifier(kind, TrainingRows(table, features: [0], label: 1))
        let probabilities = try model.probabilities(of: table, features: [0])
        #expect(probabilities[2] < 0.2 && probabilities[1] > 0.8)
        #expect(probabilities[0] == probabilities[7] && (0.4...0.6).contains(probabilities[0]))
    }

    @Test(arguments: LearnerName.builtIn)
    func constantFeaturesGiveTheBaseRate(kind: LearnerName) throws {
        let table = try Fixture.table(
            "SELECT 0.1::DOUBLE AS a, NULL::DOUBLE AS b, (i % 4 = 0)::INTEGER AS label FROM range(1000) AS t(i)")
        let model = try Fixture.classifier(kind, TrainingRows(table, features: [0, 1], label: 2), rounds: 25)
        for probability in try model.probabilities(of: table, features: [0, 1]) {
            #expect(abs(probability - 0.25) < 1e-6)
        }
    }

    /// No class weights: with 20 conversions in 20,000 rows the probabilities still add up to 20.
    @Test(arguments: LearnerName.builtIn)
    func rareLabelsKeepTheirTotal(kind: LearnerName) throws {
        let table = try Fixture.table(
            """
            SELECT \((0..<8).map { "(hash(i * 16 + \($0)) / pow(2, 64))::DOUBLE AS f\($0)" }.joined(separator: ", ")),
                (i % 1000 = 7)::INTEGER AS label FROM range(20000) AS t(i)
            """)
        let strict: KeyValuePairs<String, String> =
            switch kind {
            case .lightgbm:
                ["num_leaves": "3", "min_data_in_leaf": "2000", "lambda_l2": "1", "learning_rate": "0.02"]
            case .xgboost: ["min_child_weight": "1", "reg_lambda": "10", "learning_rate": "0.03"]
            default: ["l2": "10"]
            }
        let model = try Fixture.classifier(
            kind, TrainingRows(table, features: Array(0..<8), label: 8), rounds: 100,
            parameters: Fixture.parameters(for: kind, strict))
        let probabilities = try model.probabilities(of: table, features: Array(0..<8))
        #expect(abs(probabilities.reduce(0, +) - 20) < 1)
        #expect(probabilities.max()! < 0.05)
    }

    @Test(arguments: LearnerName.builtIn)
    func badRowsAreNamed(kind: LearnerName) throws {
        func prepare(_ sql: String, weight: Int? = nil) throws {
            _ = try kind.learner.prepare(
                TrainingRows(Fixture.table(sql), features: [0], label: 1, weight: weight), validation: nil,
                parameters: Fixture.parameters(for: kind))
        }
        let problems: KeyValuePairs = [
            "SELECT 1::DOUBLE AS a, 2 AS label": "The label column 'label' has values other than 0 and 1.",
            "SELECT 1::DOUBLE AS a, NULL::INTEGER AS label": "The label column 'label' has values other than 0 and 1.",
            "SELECT 1::DOUBLE AS a, 1 AS label WHERE false": "There are no rows for \(kind.title).",
            "SELECT DATE '2020-01-01' AS a, 1 AS label":
                "\(kind.title) does not accept the type of column 'a' (Arrow format 'tdD').",
            #"SELECT 1 AS "a b", 1 AS label"#: "\(kind.title) does not accept 'a b' as the name of a feature.",
        ]
        for (sql, problem) in problems {
            let error = #expect(throws: BoostingError.self) { try prepare(sql) }
            #expect(error?.problem == problem)
        }
        for weight in ["-1", "NULL::DOUBLE", "'inf'::DOUBLE", "0"] {
            #expect(throws: BoostingError.self) {
                try prepare("SELECT 1::DOUBLE AS a, 1 AS label, \(weight) AS w", weight: 2)
            }
        }
    }
}
