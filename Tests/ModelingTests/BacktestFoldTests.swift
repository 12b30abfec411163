import Base
import Boosting
import DuckDB
import Foundation
import Snapshots
import Sources
import TestSupport
import Testing

@testable import Modeling

/// What a fold knows, and what its baselines are.
@Suite struct BacktestFoldTests {
    /// Labels decided after a fold's Sunday have no part in its scores.
    @Test func laterConversionsChangeNoScore() throws {
        let sunday = ModelingCompany.sunday(32)
        let reference = try Self.run(ModelingCompany(), [sunday])
        let changed = try ModelingCompany { portals in
            for index in portals.indices {
                guard let close = portals[index].close, close > sunday else { continue }
                portals[index].close = index % 2 == 0 ? nil : close + 60
            }
        }
        let other = try Self.run(changed, [sunday])
        let (before, after) = (reference.folds[0], other.folds[0])
        #expect(before.keys == after.keys && before.keys.count > 50)
        #expect(before.converted != after.converted)
        #expect(Set(before.scores.keys) == Set(after.scores.keys) && before.scores.count == 8)
        for (model, scores) in before.scores { #expect(after.scores[model] == scores, "\(model) differs") }
        for (model, values) in before.probabilities {
            #expect(after.probabilities[model] == values, "\(model) differs")
        }
    }

    /// A fold's scores are the same, to the last bit, whatever other folds it shares rows with, and if it shares none.
    @Test func otherFoldsHaveNoPart() throws {
        let company = try ModelingCompany()
        let days = [28, 34, 38, 39].map { ModelingCompany.sunday($0) }
        let together = try Self.run(company, days).folds
        #expect(together.count == 4)
        for (day, fold) in zip(days, together) {
            let alone = try Self.run(company, [day]).folds[0]
            #expect(fold.keys == alone.keys && fold.keys.count > 50)
            // The ensemble is that of the members that all Sundays together do not exclude.
            for name in fold.scores.keys where name != ModelName.ensemble.rawValue {
                #expect(fold.scores[name] == alone.scores[name], "\(day), \(name)")
                #expect(fold.probabilities[name] == alone.probabilities[name], "\(day), \(name)")
            }
        }
        var configuration = company.configuration
        configuration.resources.memoryLimit = "1MB"
        let apart = try Self.run(ModelingCompany(configuration), days).folds
        #expect(apart.map(\.scores) == together.map(\.scores))
    }

    /// A fold in whose past nobody converted says which period that was.
    @Test func aFoldWithoutConversions() throws {
        var configuration = ModelingCompany.configuration
        configuration.snapshots.horizon = 3
        configuration.split.every = 40
        let company = try ModelingCompany(configuration)
        let error = #expect(throws: ModelingError.self) { try Self.run(company, [ModelingCompany.sunday(39)]) }
        #expect(error?.problem.contains("converted") == true && error?.problem.contains("2") == true)
    }

    /// The baseline is the list that the model made a week before, portal by portal; new portals come last.
    @Test func lastWeeksList() throws {
        var configuration = ModelingCompany.configuration
        configuration.ranking.primary = .lightgbm
        configuration.lightgbm.earlyStoppingRound = 0
        let company = try ModelingCompany(configuration)
        // Portals are created from week 24 on.
        let days = [27, 28].map { ModelingCompany.sunday($0) }
        let outcome = try Self.run(company, days)
        #expect(outcome.report.lastWeekModel == .lightgbm)
        let earlier = Dictionary(uniqueKeysWithValues: zip(outcome.folds[0].keys, outcome.folds[0].scores["lightgbm"]!))
        let fold = outcome.folds[1]
        var new = 0
        for (row, key) in fold.keys.enumerated() {
            let score = try #require(fold.scores["last_week"])[row]
            if let known = earlier[key] { #expect(score == known) } else { new += 1 }
            if earlier[key] == nil { #expect(score < 0 && fold.probabilities["last_week"]![row] > 0) }
        }
        #expect(new > 0 && new < fold.keys.count)
        #expect(fold.scores["lightgbm"] != fold.scores["last_week"])
    }

    @Test func sameReportWithOneAndTwoThreads() throws {
        let company = try ModelingCompany()
        let days = [30, 34].map { ModelingCompany.sunday($0) }
        let two = try Self.run(company, days)
        #expect(try two.report == Self.run(company, days, threads: 1).report)
        #expect(
            two.report.pooled.map(\.model) == ["lightgbm", "xgboost", "logistic", "ensemble"] + Baseline.all(window: 30)
        )
        #expect(two.report.folds.allSatisfy { Set($0.models.keys).count == 8 && $0.trainingPositives > 0 })
        // Every ordered pair is there one way round, and can be asked for either way.
        let there = try #require(two.report.difference("lightgbm", "ensemble", metric: "rocAUC"))
        let back = try #require(two.report.difference("ensemble", "lightgbm", metric: "rocAUC"))
        #expect(there.estimate.value == -back.estimate.value && there.estimate.low == -back.estimate.high)
        #expect(there.winner == back.winner)
    }

    /// The trees come from early stopping on labels that had matured, where there are Sundays enough.
    @Test func treesAreFoundByEarlyStopping() throws {
        var configuration = ModelingCompany.configuration
        configuration.lightgbm.numIterations = 200
        configuration.lightgbm.earlyStoppingRound = 5
        configuration.split.validation = 4
        let company = try ModelingCompany(configuration)
        let report = try Self.run(company, [22, 39].map { ModelingCompany.sunday($0) }).report
        #expect(!report.folds[0].stoppedEarly && report.folds[0].rounds["lightgbm"] == 100)
        #expect(report.folds[1].stoppedEarly && report.folds[1].rounds["lightgbm"]! < 200)
    }

    /// Parameters of a search that has seen later labels are used, and the fold says so.
    @Test func tuningThatSawLater() throws {
        let company = try ModelingCompany()
        let found = Self.tuned(company, judgedUntil: ModelingCompany.sunday(28))
        let days = [24, 32, 33].map { ModelingCompany.sunday($0) }
        let outcome = try Self.run(company, days, tuned: [.lightgbm: found])
        // Week 28 and its horizon reach to the Tuesday after week 32.
        #expect(outcome.report.folds.map(\.tuningSawLater) == [true, true, false])
        #expect(outcome.report.searches.map(\.last) == [ModelingCompany.sunday(28)])
        let plain = try Self.run(company, days)
        #expect(plain.report.folds.allSatisfy { !$0.tuningSawLater } && plain.report.searches.isEmpty)
        #expect(plain.folds[0].scores["lightgbm"] != outcome.folds[0].scores["lightgbm"])
        #expect(plain.folds[0].scores["xgboost"] == outcome.folds[0].scores["xgboost"])
    }

    /// Above so many portals, those that did not convert are sampled and weighted; all that converted are there.
    @Test func sampledPortals() throws {
        let company = try ModelingCompany()
        let rows = try company.rows(learnedOn: company.split.train)
        let sunday = ModelingCompany.sunday(25)
        func read(_ oneIn: Int) throws -> [(key: Double, label: Double, copies: Double)] {
            try company.connection.rows(
                SQL(
                    unsafe: "SELECT \(SnapshotRows.key), \(SnapshotRows.label), \(SnapshotRows.copies) "
                        + "FROM (\(rows.portals(on: sunday, oneIn: oneIn)))")
            ) { ($0.double(0)!, $0.double(1)!, $0.double(2)!) }
        }
        let (all, sample) = (try read(1), try read(3))
        #expect(all.allSatisfy { $0.copies == 1 })
        #expect(Set(sample.map(\.key)).isSubset(of: all.map(\.key)) && sample.count < all.count)
        #expect(sample.count { $0.label == 1 } == all.count { $0.label == 1 })
        #expect(sample.allSatisfy { $0.copies == ($0.label == 1 ? 1 : 3) })
        #expect(all.count { $0.label == 1 } > 0)
    }

    static func run(
        _ company: ModelingCompany, _ days: [Day], tuned: [LearnerName: TunedMember] = [:], threads: Int = 2
    ) throws -> Backtest.Outcome {
        try Backtest(
            configuration: company.configuration, snapshots: company.snapshots, tuned: tuned,
            database: company.company.database, threads: threads, progress: SilentProgress(),
            cancellation: Cancellation()
        ).run(.list(days), csv: nil)
    }

    private static func tuned(_ company: ModelingCompany, judgedUntil last: Day) -> TunedMember {
        let first = ModelingCompany.sunday(0)
        let period = { (first: Day, last: Day) in SnapshotPeriod(first: first, last: last) }
        let features = company.features()
        return TunedMember(
            name: .lightgbm, study: "s", asOf: ModelingCompany.asOf, date: ModelingCompany.asOf, metric: .logLoss,
            folds: [
                .init(fit: period(first, first + 70), stopping: period(first, first), judged: period(last - 7, last))
            ],
            trials: 2, bestTrial: 1, best: .init([0.1, 0.11]), defaults: .init([0.2, 0.21]),
            parameters: ["num_leaves": "3", "n_estimators": "25"], earlyStopping: 0,
            features: features.features.map(\.name), fingerprint: features.fingerprint)
    }
}
