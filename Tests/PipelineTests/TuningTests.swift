import Base
import Foundation
import Logging
import Modeling
import Pipeline
import SampleCompany
import Settings
import Snapshots
import Synchronization
import TestSupport
import Testing

@Suite struct TuningTests {
    private static let quick = [
        "tuning.members=[lightgbm]", "tuning.parallel=1", "tuning.early_stopping=10", "tuning.folds=3",
        "tuning.lightgbm={n_estimators: {low: 5, high: 30}, learning_rate: {low: 0.02, high: 0.2, log: true}, "
            + "num_leaves: [3, 7], subsample: {low: 0.6, high: 0.9}}",
    ]

    @Test func foldsAreInsideTheTrainingPeriod() throws {
        let company = try TestCompany()
        let report = try #require(try company.tune(Self.quick + ["tuning.trials=2"]).first)
        let split = try #require(try company.pipeline().run(through: .train).model?.split)
        let folds = report.member.folds
        #expect(folds.count >= 2 && folds.count <= 3)
        for fold in folds {
            #expect(fold.fit.first >= split.train.first)
            #expect(fold.fit.last + 30 <= fold.stopping.first)
            #expect(fold.stopping.last + 30 <= fold.judged.first)
            #expect(fold.judged.last <= split.train.last)
            #expect(fold.judged.last + 30 <= split.validation.first)
        }
        #expect(report.member.best.values.count == folds.count)
        #expect(report.member.defaults.values.count == folds.count)
    }

    @Test func aSeedGivesTheSameStudy() throws {
        let company = try TestCompany()
        let copy = try TestCompany(copyOf: company)
        let overrides = Self.quick + ["tuning.trials=5"]
        let first = try #require(try company.tune(overrides).first)
        let second = try #require(try copy.tune(overrides + ["resources.threads=1"]).first)
        #expect(first.member == second.member)
        #expect(first.ranking.map(\.value) == second.ranking.map(\.value))
        let other = try #require(try company.tune(overrides + ["seed=7"]).first)
        #expect(other.member.study != first.member.study)
        #expect(other.member.parameters != first.member.parameters)
    }

    @Test func anInterruptedStudyGoesOnWithoutRepeatingATrial() throws {
        let company = try TestCompany()
        let copy = try TestCompany(copyOf: company)
        let overrides = Self.quick + ["tuning.trials=6"]
        let whole = try #require(try company.tune(overrides).first)

        let cancellation = Cancellation()
        let stopping = StoppingProgress(afterTrials: 3, cancellation)
        #expect(throws: TuningInterrupted.self) {
            try copy.tune(overrides, progress: stopping, cancellation: cancellation)
        }
        let journal = copy.folder.path + "/prospect-output/studies/lightgbm.journal"
        let before = try String(contentsOfFile: journal, encoding: .utf8)
        let resumed = try #require(try copy.tune(overrides).first)
        #expect(resumed.resumed >= 2)
        #expect(resumed.member.best == whole.member.best)
        #expect(resumed.member.parameters == whole.member.parameters)
        #expect(resumed.ranking.map(\.value) == whole.ranking.map(\.value))
        let after = try String(contentsOfFile: journal, encoding: .utf8)
        #expect(after.hasPrefix(before))
        // More trials go on with the same study.
        let more = try #require(try copy.tune(Self.quick + ["tuning.trials=8"]).first)
        #expect(more.resumed == 6)
        #expect(more.member.trials == 8)
        #expect(more.member.study == whole.member.study)
    }

    /// The space is the configured parameters: the best trial is the defaults, and those are kept.
    @Test func theDefaultsAreKeptWhereNothingIsBetter() throws {
        let company = try TestCompany()
        let report = try #require(
            try company.tune([
                "tuning.members=[lightgbm]", "tuning.trials=1", "tuning.early_stopping=50",
                "tuning.lightgbm={n_estimators: [40], learning_rate: [0.05], min_child_samples: [20]}",
            ]).first)
        #expect(report.member.best == report.member.defaults)
        #expect(!report.member.isBetter)
        let run = try company.pipeline(["models.tuned=true"]).run(through: .train)
        let member = try #require(run.model?.members.first)
        #expect(member.origin == .configuredAfterTuning)
        #expect(member.study == report.member.study)
        let configured = try company.pipeline().run(through: .train)
        #expect(configured.model?.members.first?.origin == .configured)
        #expect(try run.file("model/model.txt") == configured.file("model/model.txt"))
    }

    @Test func theSpaceOfTheConfigurationIsSearchedAndTheResultUsed() throws {
        let company = try TestCompany()
        let report = try #require(
            try company.tune([
                "tuning.members=[xgboost]", "tuning.trials=3", "tuning.early_stopping=20", "tuning.metric=log-loss",
                "tuning.xgboost={max_depth: [2], n_estimators: [25], min_child_weight: {low: 1, high: 2}}",
                // Hopeless, so that any trial is better.
                "xgboost.num_boost_round=1", "xgboost.learning_rate=0.001",
            ]).first)
        #expect(Set(report.member.parameters.keys) == ["max_depth", "n_estimators", "min_child_weight"])
        #expect(report.member.parameters["max_depth"] == "2")
        #expect(report.member.metric == .logLoss)
        // The learning rate is not in the space and stays as configured; the file says which parameters are better.
        guard report.member.isBetter else { return }
        let run = try company.pipeline(["models={members: [xgboost], tuned: true}"]).run(through: .train)
        let member = try #require(run.model?.members.first)
        #expect(member.origin == .tuned)
        #expect(member.parameters["max_depth"] == "2")
        #expect(run.manifest.inputs.contains { $0.path.hasSuffix("tuned.json") })
    }

    @Test func whatCannotBeUsedIsRefused() throws {
        let company = try TestCompany()
        let missing = #expect(throws: PipelineError.self) { try company.pipeline(["models.tuned=true"]).run() }
        #expect(missing?.problem.contains("there is no") == true)
        let overrides = Self.quick + ["tuning.trials=1"]
        _ = try company.tune(overrides)
        let other = #expect(throws: (any Error).self) {
            try company.pipeline(["models.tuned=true", "features=basic"]).run(through: .train)
        }
        #expect((other as? any ProspectError)?.problem.contains("belong to other features") == true)
        #expect((other as? any ProspectError)?.exitCode == .badInput)
        try company.folder.write("prospect-output/tuned.json", "{}}")
        let broken = #expect(throws: PipelineError.self) { try company.pipeline(["models.tuned=true"]).run() }
        #expect(broken?.problem.contains("is not what `prospect tune` writes") == true)

        let short = #expect(throws: (any Error).self) {
            try company.tune(overrides + ["snapshots.usage_through=\(SampleCompany.defaultUntil - 7 * 34)"])
        }
        #expect((short as? any ProspectError)?.problem.contains("too short to tune") == true)
    }
}

extension TestCompany {
    fileprivate func tune(
        _ overrides: [String], progress: any ProgressReporter = SilentProgress(),
        cancellation: Cancellation = Cancellation()
    ) throws -> [TuningReport] {
        let loaded = try ConfigurationLoader.load(
            file: folder.path + "/prospect.yaml", overrides: overrides, environment: [:], workingFolder: folder.path)
        return try Pipeline(
            loaded: loaded, today: Day(year: 2026, month: 7, day: 28), progress: progress, cancellation: cancellation,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        ).run(through: .tune).tuning
    }
}

/// Cancels after so many trials have been told.
private final class StoppingProgress: ProgressReporter {
    private let left: Mutex<Int>
    private let cancellation: Cancellation

    init(afterTrials count: Int, _ cancellation: Cancellation) {
        left = Mutex(count)
        self.cancellation = cancellation
    }

    func begin(_ step: String, total: Int?, unit: String) {}
    func advance(to completed: Int) {}
    func end(_ summary: String) {}

    func note(_ text: String) {
        let isOver = left.withLock { left in
            left -= 1
            return left == 0
        }
        if isOver { cancellation.cancel() }
    }
}
