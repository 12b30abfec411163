import Base
import Foundation
import Synchronization
import Testing

@testable import Tuning

@Suite("The runner")
struct StudyRunnerTests {
    static let space = try! SearchSpace([
        .init("x", .float(low: -5, high: 5)), .init("n", .int(low: 1, high: 9)),
        .init("kind", .categorical(["flat", "steep"])),
    ])

    @Sendable static func bowl(_ trial: TrialHandle) throws -> Double {
        let x = try trial.double("x")
        let n = try trial.double("n")
        return x * x + (n - 4) * (n - 4) + (try trial.string("kind") == "flat" ? 0 : 2)
    }

    private func points(_ study: Study) -> [[Double]] { study.trials.map(\.coordinates) }

    @Test(arguments: [1, 2, 4]) func sideBySideIsDeterministic(width: Int) throws {
        let running = Atomic(0)
        let most = Mutex(0)
        func run(salt: UInt64) throws -> Study {
            try StudyRunner(pruner: MedianPruner(), seed: 3).optimize(
                Study(space: Self.space), trials: 40, parallel: width
            ) { trial in
                let now = running.add(1, ordering: .relaxed).newValue
                most.withLock { $0 = max($0, now) }
                defer { running.subtract(1, ordering: .relaxed) }
                // Trials last differently long in each run.
                var generator = SeededGenerator(seed: salt, stream: UInt64(trial.slot))
                Thread.sleep(forTimeInterval: generator.uniform() * 0.004)
                let value = try Self.bowl(trial)
                for step in 0..<3 {
                    try trial.report(value + Double(3 - step), step: step)
                    if trial.shouldPrune { throw TrialPruned() }
                }
                return value
            }
        }
        let first = try run(salt: 1)
        let second = try run(salt: 2)
        #expect(points(first) == points(second))
        #expect(first.trials.map(\.state) == second.trials.map(\.state))
        #expect(first.trials.contains { $0.state == .pruned })
        #expect(most.withLock { $0 } <= width)
        #expect(first.trials.count == 40)
    }

    @Test func widthOneIsSequential() throws {
        // Each suggestion sees all earlier trials.
        struct Counting: Sampler {
            func suggest(in context: SamplingContext, using generator: inout SeededGenerator) -> [Double] {
                [Double(context.finished.count), 1, 0].map { min($0, 5) }
            }
        }
        let study = try StudyRunner(sampler: Counting(), seed: 0)
            .optimize(Study(space: Self.space), trials: 4) { try $0.double("x") }
        #expect(points(study).map(\.[0]) == [0, 1, 2, 3])
    }

    @Test func failuresAndPrunedTrials() throws {
        let study = try StudyRunner(seed: 1).optimize(Study(space: Self.space), trials: 4) { trial in
            try trial.report(7, step: 0)
            try trial.report(8, step: 0)
            if trial.slot == 1 { throw TrialPruned() }
            return trial.slot == 2 ? .nan : 1
        }
        #expect(study.trials.map(\.state) == [.complete, .pruned, .failed, .complete])
        #expect(study.trials[1].value == 7)
        #expect(study.trials[2].value == nil)
        #expect(study.best?.number == 0)
    }

    @Test func anErrorEndsTheStudy() throws {
        struct Broken: Error {}
        let calls = Atomic(0)
        #expect(throws: Broken.self) {
            try StudyRunner(seed: 1).optimize(Study(space: Self.space), trials: 50, parallel: 3) { trial in
                calls.add(1, ordering: .relaxed)
                if trial.slot == 4 { throw Broken() }
                return 0
            }
        }
        #expect(calls.load(ordering: .relaxed) < 10)
    }

    @Test func cancellationEndsTheStudy() throws {
        let cancellation = Cancellation()
        let runner = StudyRunner(seed: 1, cancellation: cancellation)
        #expect(throws: Interrupted.self) {
            try runner.optimize(Study(space: Self.space), trials: 50) { trial in
                if trial.slot == 3 { cancellation.cancel() }
                return 0
            }
        }
    }

    @Test func unknownParameterIsNamed() throws {
        #expect(throws: TuningError.self) {
            try StudyRunner(seed: 1).optimize(Study(space: Self.space), trials: 1) { try $0.double("kin") }
        }
        let error = TuningError.unknownParameter("kin", in: Self.space)
        #expect(error.description == "The search space has no parameter 'kin'. The nearest name is 'kind'.")
    }
}
