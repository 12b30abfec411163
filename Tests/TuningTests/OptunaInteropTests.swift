import DuckDB
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Tuning

/// The Python that has Optuna; nil where the test is not wanted.
private let optunaPython = ProcessInfo.processInfo.environment["OPTUNA_PYTHON"]

/// Studies that go back and forth between Tuning and Optuna; run by `Scripts/optuna-interop`.
@Suite("Interoperation with Optuna", .enabled(if: optunaPython != nil))
struct OptunaInteropTests {
    /// A trial as Optuna or the dashboard reads it.
    struct Row: Decodable, Equatable {
        let number: Int
        let state: String
        let value: Double?
        let x: Double?
        let n: Int?
        let kind: String?
        let reports: Int
    }

    private let folder: TemporaryFolder
    private var path: String { folder.path + "/journal.log" }

    init() throws { folder = try TemporaryFolder() }

    @discardableResult
    private func optuna(_ action: String, _ arguments: String..., path: String? = nil) throws -> [Row] {
        let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../Scripts/optuna-study.py").standardizedFileURL.path
        let process = Process()
        process.executableURL = URL(fileURLWithPath: optunaPython!)
        process.arguments = [script, action, path ?? self.path] + arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        #expect((process.terminationReason == .uncaughtSignal) == (action == "kill"))
        if action != "kill" { #expect(process.terminationStatus == 0) }
        return data.isEmpty ? [] : try JSONDecoder().decode([Row].self, from: data)
    }

    private func journal(_ path: String? = nil) throws -> StudyJournal {
        let space = try SearchSpace([
            .init("x", .float(low: -5, high: 5)), .init("rate", .float(low: 1e-4, high: 1, log: true)),
            .init("n", .int(low: 1, high: 9)), .init("share", .float(low: 0.1, high: 0.9, step: 0.1)),
            .init("kind", .categorical(["flat", "steep", "é"])),
        ])
        return try StudyJournal(path: path ?? self.path, study: "study", space: space, direction: .minimize)
    }

    /// The objective of `optuna-study.py`.
    private func tune(
        _ journal: StudyJournal, trials: Int, before: @escaping @Sendable (Int) throws -> Void = { _ in }
    ) throws -> Study {
        try StudyRunner(pruner: MedianPruner(), seed: 0).optimize(journal, trials: trials, parallel: 2) { trial in
            let x = try trial.double("x")
            let n = try trial.double("n") - 4
            let sum = try x * x + n * n + trial.double("share") + trial.double("rate")
            let value = sum + (try trial.string("kind") == "flat" ? 0 : 2)
            try before(trial.slot)
            for step in 0..<3 {
                try trial.report(value + Double(3 - step), step: step)
                if trial.shouldPrune { throw TrialPruned() }
            }
            return value
        }
    }

    private func rows(_ study: Study) -> [Row] {
        study.trials.map { trial in
            let values = study.parameters(of: trial)
            var (x, n, kind): (Double?, Int?, String?)
            if case .double(let value) = values["x"] { x = value }
            if case .int(let value) = values["n"] { n = value }
            if case .string(let value) = values["kind"] { kind = value }
            let states: [TrialState: String] = [
                .complete: "COMPLETE", .pruned: "PRUNED", .failed: "FAIL", .running: "RUNNING",
            ]
            return Row(
                number: trial.number, state: states[trial.state]!, value: trial.value, x: x, n: n, kind: kind,
                reports: trial.intermediateValues.count)
        }
    }

    @Test func backAndForth() throws {
        try optuna("run", "15")
        let ours = try tune(try journal(), trials: 30)
        #expect(ours.trials.count == 30)
        #expect(try optuna("show") == rows(ours))
        try optuna("run", "15")
        let all = try tune(try journal(), trials: 60)
        #expect(all.trials.count == 60)
        #expect(all.trials.prefix(30) == ours.trials[...])
        let shown = try optuna("show")
        #expect(shown == rows(all))
        #expect(Set(shown.map(\.state)) == ["COMPLETE", "PRUNED"])
        // Found by a sampler that has learned from the other's trials.
        #expect(all.best!.number >= 10)
    }

    @Test func theDashboardShowsIt() throws {
        let ours = try tune(try journal(), trials: 20)
        let shown = try optuna("dashboard")
        #expect(shown.map(\.number) == Array(0..<20))
        #expect(shown.map(\.x) == rows(ours).map(\.x))
        #expect(shown.map(\.kind) == rows(ours).map(\.kind))
        #expect(shown.map(\.reports) == rows(ours).map(\.reports))
        #expect(shown.map(\.state).map { $0 == "PRUNED" } == ours.trials.map { $0.state == .pruned })
    }

    @Test func aKilledOptunaStudyGoesOn() throws {
        try optuna("kill", "12")
        let calls = Mutex<Set<Int>>([])
        let study = try tune(try journal(), trials: 20) { slot in calls.withLock { _ = $0.insert(slot) } }
        #expect(calls.withLock { $0 } == Set(12..<20))
        #expect(study.trials.count == 21)
        #expect(study.trials[12].isInterrupted)
        #expect(study.trials[13].slot == 12)
        #expect(try optuna("show").map(\.state).filter { $0 == "FAIL" }.count == 1)
    }

    @Test func optunaGoesOnAfterAKilledStudy() throws {
        let killed = folder.path + "/killed.log"
        let path = self.path
        _ = try tune(try journal(), trials: 14) { slot in
            if slot == 13 { try FileManager.default.copyItem(atPath: path, toPath: killed) }
        }
        try optuna("run", "6", path: killed)
        let before = try optuna("show", path: killed)
        #expect(before.count == 20)
        #expect(before[13].state == "RUNNING")
        let study = try tune(try journal(killed), trials: 22)
        // Slot 13, and slot 12 where it had not ended, are made again; slots 20 and 21 are new.
        #expect(study.trialsBySlot.count == 22)
        #expect(study.trialsBySlot.values.allSatisfy { $0.state.isFinished && !$0.isInterrupted })
        #expect(try optuna("show", path: killed) == rows(study))
    }
}
