import Arrow
import Base
import Boosting
import Foundation
import Synchronization
import TestSupport
import Testing

/// What every learner must do.
@Suite struct LearnerTests {
    @Test(arguments: LearnerName.builtIn)
    func learnsWhatIsThere(kind: LearnerName) throws {
        let table = try Fixture.rows(5_000)
        let model = try Fixture.classifier(kind, Fixture.trainingRows(table))
        #expect(model.kind == kind)
        #expect(model.featureNames == ["a", "b", "noise"])
        let importance = try model.importance()
        #expect(importance[0] > 2 * importance[2] && importance[1] > 2 * importance[2])

        let probabilities = try model.probabilities(of: table, features: Fixture.features)
        let labels = try table.doubles(Fixture.label)
        #expect(probabilities.allSatisfy { (0...1).contains($0) })
        #expect(abs(mean(probabilities) - mean(labels)) < 0.01)
        let positives = zip(probabilities, labels).filter { $0.1 == 1 }.map(\.0)
        let negatives = zip(probabilities, labels).filter { $0.1 == 0 }.map(\.0)
        #expect(mean(positives) > mean(negatives) + 0.05)
    }

    @Test(arguments: LearnerName.builtIn)
    func probabilitiesAreTheLogisticOfScores(kind: LearnerName) throws {
        let table = try Fixture.rows(3_000)
        let model = try Fixture.classifier(kind, Fixture.trainingRows(table))
        let probabilities = try model.probabilities(of: table, features: Fixture.features)
        let scores = try model.rawScores(of: table, features: Fixture.features)
        for (probability, score) in zip(probabilities, scores) {
            #expect(abs(probability - 1 / (1 + exp(-score))) < 1e-12)
        }
    }

    @Test(arguments: LearnerName.builtIn)
    func contributionsSumToTheScore(kind: LearnerName) throws {
        let table = try Fixture.rows(3_000)
        let rows = TrainingRows(table, features: Fixture.features, label: Fixture.label, categorical: [1])
        let model = try Fixture.classifier(kind, rows)
        let contributions = try model.contributions(of: table, features: Fixture.features)
        let scores = try model.rawScores(of: table, features: Fixture.features)
        #expect(contributions.rowCount == 3_000)
        let tolerance = kind == .xgboost ? 2e-6 : 1e-9
        for row in scores.indices {
            let sum = contributions[row].reduce(contributions.expectedScore, +)
            #expect(abs(sum - scores[row]) < tolerance)
        }
        // XGBoost's is the mean of other weights.
        if kind != .xgboost { #expect(abs(contributions.expectedScore - mean(scores)) < 0.01) }
    }

    @Test(arguments: LearnerName.builtIn)
    func savedAndLoadedIsTheSame(kind: LearnerName) throws {
        let table = try Fixture.rows(3_000)
        let rows = TrainingRows(table, features: Fixture.features, label: Fixture.label, categorical: [1])
        let model = try Fixture.classifier(kind, rows)
        let folder = try TemporaryFolder()
        try model.save(to: folder.path)
        let loaded = try kind.learner.load(from: folder.path, threads: 1)
        #expect(loaded.featureNames == model.featureNames)
        #expect(loaded.rounds == model.rounds)
        #expect(model.history != nil && loaded.history == nil)
        let asked = try Fixture.rows(2_000, from: 3_000)
        let features = Fixture.features
        #expect(try loaded.rawScores(of: asked, features: features) == model.rawScores(of: asked, features: features))
        #expect(
            try loaded.contributions(of: asked, features: features)
                == model.contributions(of: asked, features: features))
        #expect(try loaded.importance() == model.importance())
        #expect(try Fixture.bytes(loaded) == Fixture.bytes(model))
    }

    @Test(arguments: LearnerName.builtIn)
    func otherFeaturesAreRefused(kind: LearnerName) throws {
        let table = try Fixture.rows(2_000)
        let model = try Fixture.classifier(kind, Fixture.trainingRows(table))
        let swapped = #expect(throws: BoostingError.self) {
            _ = try model.probabilities(of: table, features: [1, 0, 2])
        }
        #expect(swapped?.problem == "Feature 1 is 'b', but the model has 'a' there.")
        #expect(throws: BoostingError.self) { _ = try model.contributions(of: table, features: [0, 1]) }
        let text = try Fixture.table("SELECT 'x' AS a, 1 AS b, 1 AS noise")
        let error = #expect(throws: BoostingError.self) { _ = try model.rawScores(of: text, features: [0, 1, 2]) }
        #expect(error?.problem == "\(kind.title) does not accept the type of column 'a' (Arrow format 'u').")
        let prepared = #expect(throws: BoostingError.self) {
            _ = try kind.learner.prepare(
                Fixture.trainingRows(table),
                validation: TrainingRows(table, features: [1, 0, 2], label: Fixture.label),
                parameters: Fixture.parameters(for: kind))
        }
        #expect(prepared?.problem == "Feature 1 is 'b', but the model has 'a' there.")
    }

    @Test(arguments: LearnerName.builtIn)
    func noRowsHaveNoPredictions(kind: LearnerName) throws {
        let model = try Fixture.classifier(kind, Fixture.trainingRows(Fixture.rows(2_000)))
        let none = try Fixture.table("SELECT 0.5::DOUBLE AS a, 1 AS b, 0::FLOAT AS noise WHERE false")
        #expect(try model.probabilities(of: none, features: [0, 1, 2]) == [])
        #expect(try model.contributions(of: none, features: [0, 1, 2]).rowCount == 0)
    }

    @Test(arguments: LearnerName.builtIn)
    func badModelFilesAreNamed(kind: LearnerName) throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/" + kind.learner.fileName
        let missing = #expect(throws: BoostingError.self) {
            _ = try kind.learner.load(from: folder.path, threads: 1)
        }
        #expect(missing?.problem == "Cannot read the model '\(path)': the file does not exist or cannot be read.")
        let whole = try Fixture.bytes(Fixture.classifier(kind, Fixture.trainingRows(Fixture.rows(1_000))))
        for bytes in [Data(), Data("hello".utf8), Data("{}".utf8), whole.prefix(whole.count / 2)] {
            try bytes.write(to: URL(filePath: path))
            #expect(throws: BoostingError.self) { _ = try kind.learner.load(from: folder.path, threads: 1) }
        }
        let model = try Fixture.classifier(kind, Fixture.trainingRows(Fixture.rows(1_000)))
        #expect(throws: BoostingError.self) { try model.save(to: folder.path + "/no/such/folder") }
    }
}

func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
