import Arrow
import Base
import Boosting
import Foundation
import Testing

@Suite struct LightGBMBoosterTests {
    @Test func learnsWhatIsThere() throws {
        let table = try Fixture.rows(5_000)
        let booster = try Fixture.booster(table)
        #expect(booster.featureNames == ["a", "b", "noise"])
        #expect(booster.treeCount == 30)
        let gain = try booster.importance(.gain)
        #expect(gain[0] > gain[2] && gain[1] > gain[2])
        #expect(try booster.importance(.split).reduce(0, +) == 30 * 6)

        let probabilities = try booster.probabilities(of: table, features: Fixture.features)
        let labels = try table.doubles(Fixture.label)
        #expect(probabilities.allSatisfy { (0...1).contains($0) })
        let mean = probabilities.reduce(0, +) / 5_000
        #expect(abs(mean - labels.reduce(0, +) / 5_000) < 0.01)
    }

    @Test func probabilitiesAreTheLogisticOfScores() throws {
        let table = try Fixture.rows(3_000)
        let booster = try Fixture.booster(table)
        let probabilities = try booster.probabilities(of: table, features: Fixture.features)
        let scores = try booster.rawScores(of: table, features: Fixture.features)
        for (probability, score) in zip(probabilities, scores) {
            #expect(abs(probability - 1 / (1 + exp(-score))) < 1e-12)
        }
    }

    @Test func contributionsSumToTheScore() throws {
        let table = try Fixture.rows(3_000)
        let booster = try Fixture.booster(table)
        let contributions = try booster.contributions(of: table, features: Fixture.features)
        let scores = try booster.rawScores(of: table, features: Fixture.features)
        #expect(contributions.rowCount == 3_000)
        for row in scores.indices {
            #expect(contributions[row].count == 3)
            let sum = contributions[row].reduce(contributions.expectedScore, +)
            #expect(abs(sum - scores[row]) < 1e-9)
        }
    }

    @Test func noRowsHaveNoPredictions() throws {
        let booster = try Fixture.booster(Fixture.rows(2_000))
        let none = try Fixture.table("SELECT 0.5::DOUBLE AS a, 1 AS b, 0::FLOAT AS noise WHERE false")
        #expect(try booster.probabilities(of: none, features: [0, 1, 2]) == [])
        #expect(try booster.contributions(of: none, features: [0, 1, 2]).rowCount == 0)
    }

    @Test func otherFeaturesAreRefused() throws {
        let table = try Fixture.rows(2_000)
        let booster = try Fixture.booster(table)
        let swapped = #expect(throws: BoostingError.self) {
            _ = try booster.probabilities(of: table, features: [1, 0, 2])
        }
        #expect(swapped?.problem == "Feature 1 is 'b', but the model has 'a' there.")
        let fewer = #expect(throws: BoostingError.self) { _ = try booster.probabilities(of: table, features: [0, 1]) }
        #expect(fewer?.problem == "There are 2 features, but the model has 3.")
    }

    @Test func savedAndLoadedIsTheSame() throws {
        let table = try Fixture.rows(3_000)
        let booster = try Fixture.booster(table)
        let path = FileManager.default.temporaryDirectory.appending(path: "\(UUID()).txt").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        try booster.save(path: path)
        let loaded = try LightGBMBooster.load(path: path)
        #expect(loaded.treeCount == booster.treeCount)
        #expect(loaded.featureNames == booster.featureNames)
        #expect(loaded.history == nil)
        #expect(try loaded.modelText() == booster.modelText())
        #expect(
            try loaded.rawScores(of: table, features: Fixture.features)
                == booster.rawScores(of: table, features: Fixture.features))
        #expect(try loaded.importance(.gain) == booster.importance(.gain))
    }

    @Test func badFilesAreNamed() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let missing = folder.appending(path: "missing.txt").path
        let error = #expect(throws: BoostingError.self) { _ = try LightGBMBooster.load(path: missing) }
        #expect(error?.problem == "Cannot read the model '\(missing)': the file does not exist or cannot be read.")
        #expect(error?.exitCode == .badInput)

        let whole = try Fixture.booster(Fixture.rows(2_000)).modelText()
        for text in ["", "hello", String(whole.prefix(whole.count / 2))] {
            let path = folder.appending(path: "bad.txt").path
            try Data(text.utf8).write(to: URL(filePath: path))
            #expect(throws: BoostingError.self) { _ = try LightGBMBooster.load(path: path) }
        }
        #expect(throws: BoostingError.self) {
            try Fixture.booster(Fixture.rows(2_000)).save(path: folder.appending(path: "no/such/folder.txt").path)
        }
    }
}
