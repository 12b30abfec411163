import Base
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Tuning

@Suite("The study journal")
struct StudyJournalTests {
    private let space = StudyRunnerTests.space
    private let folder: TemporaryFolder
    private var path: String { folder.path + "/journal.log" }

    init() throws { folder = try TemporaryFolder() }

    private func open(_ path: String? = nil) throws -> StudyJournal {
        let clock = Atomic<Int64>(1_600_000_000_000_000)
        return try StudyJournal(path: path ?? self.path, study: "s", space: space, direction: .minimize) {
            Timestamp(microseconds: clock.add(1_000_000, ordering: .relaxed).newValue)
        }
    }

    private func tune(
        _ journal: StudyJournal, trials: Int, parallel: Int = 1,
        _ objective: @escaping StudyRunner.Objective = StudyRunnerTests.bowl
    ) throws -> Study {
        try StudyRunner(pruner: MedianPruner(), seed: 5)
            .optimize(journal, trials: trials, parallel: parallel, objective: objective)
    }

    @Sendable private static func reporting(_ trial: TrialHandle) throws -> Double {
        let value = try StudyRunnerTests.bowl(trial)
        try trial.report(trial.slot == 2 ? .infinity : value + 1, step: 0)
        try trial.report(trial.slot == 3 ? .nan : value, step: 4)
        if trial.slot == 6 { throw TrialPruned() }
        return trial.slot == 5 ? .nan : value
    }

    @Test func roundTrip() throws {
        let written = try tune(try open(), trials: 15, Self.reporting)
        let read = try open().study
        #expect(read.trials.count == 15)
        // Not compared as a whole: NaN is not equal to itself.
        for (left, right) in zip(written.trials, read.trials) {
            #expect(left.coordinates == right.coordinates)
            #expect(left.state == right.state)
            #expect(left.value == right.value)
            #expect(left.start == right.start)
            #expect(left.end == right.end)
            #expect(left.intermediateValues.keys == right.intermediateValues.keys)
        }
        #expect(read.trials[2].intermediateValues[0] == .infinity)
        #expect(read.trials[3].intermediateValues[4]?.isNaN == true)
        #expect(read.trials[6].state == .pruned)
    }

    @Test func linesAreOptunas() throws {
        _ = try tune(try open(), trials: 1) { trial in
            try trial.report(0.5, step: 3)
            return 0.25
        }
        let lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
            String($0).replacing(/"worker_id":"[^"]*"/, with: #""worker_id":"w""#)
        }
        #expect(lines.count == 4)
        #expect(lines[0] == #"{"op_code":0,"worker_id":"w","study_name":"s","directions":[1]}"#)
        #expect(
            lines[1].hasPrefix(
                #"{"op_code":4,"worker_id":"w","study_id":0,"datetime_start":"2020-09-13T12:26:41.000000+00:00","state":0,"#
            ))
        #expect(lines[2] == #"{"op_code":7,"worker_id":"w","trial_id":0,"step":3,"intermediate_value":0.5}"#)
        #expect(
            lines[3]
                == #"{"op_code":6,"worker_id":"w","trial_id":0,"state":1,"values":[0.25],"datetime_complete":"2020-09-13T12:26:42.000000+00:00"}"#
        )
    }

    @Test func goesOnWithoutRepeating() throws {
        let whole = try tune(try open(folder.path + "/whole.log"), trials: 20)
        _ = try tune(try open(), trials: 12)
        let calls = Mutex<[Int]>([])
        let resumed = try tune(try open(), trials: 20) { trial in
            calls.withLock { $0.append(trial.slot) }
            return try StudyRunnerTests.bowl(trial)
        }
        #expect(calls.withLock { $0 } == Array(12..<20))
        #expect(resumed.trials.map(\.coordinates) == whole.trials.map(\.coordinates))
        // Once more on the same journal object, and on one that has all trials.
        let journal = try open()
        _ = try tune(journal, trials: 20) { _ in throw CancellationError() }
        #expect(try tune(journal, trials: 21).trials.count == 21)
        #expect(try tune(journal, trials: 21).trials.count == 21)
    }

    @Test(arguments: [1, 3]) func aKilledStudyGoesOn(width: Int) throws {
        let whole = try tune(try open(folder.path + "/whole.log"), trials: 30, parallel: width)
        let killed = folder.path + "/killed.log"
        let path = self.path
        // What is on the disk while trial 17 runs is what a process killed then would leave.
        _ = try tune(try open(), trials: 30, parallel: width) { trial in
            if trial.slot == 17 { try FileManager.default.copyItem(atPath: path, toPath: killed) }
            return try StudyRunnerTests.bowl(trial)
        }
        let left = try open(killed)
        let before = try left.study
        #expect(before.trials.contains { $0.state == .failed && $0.isInterrupted && $0.slot == 17 })
        let finished = Set(before.trialsBySlot.values.filter { $0.state == .complete }.map(\.slot))
        let calls = Mutex<Set<Int>>([])
        let resumed = try tune(left, trials: 30, parallel: width) { trial in
            calls.withLock { _ = $0.insert(trial.slot) }
            return try StudyRunnerTests.bowl(trial)
        }
        #expect(calls.withLock { $0 } == Set(0..<30).subtracting(finished))
        let bySlot = resumed.trialsBySlot
        #expect((0..<30).map { bySlot[$0]?.coordinates } == whole.trials.map(\.coordinates))
        #expect(resumed.best?.value == whole.best?.value)
        #expect(try left.study.trialsBySlot.count == 30)
    }

    @Test(arguments: [
        #"{"op_code":6,"worker_id":"w","trial_id":3,"sta"#, #"{"op_code":6,"worker"# + "\n", "{",
    ]) func aTornLastLineNeverCounted(_ torn: String) throws {
        let written = try tune(try open(), trials: 5)
        let handle = try #require(FileHandle(forWritingAtPath: path))
        try handle.seekToEnd()
        try handle.write(contentsOf: Data(torn.utf8))
        try handle.close()
        #expect(try open().study == written)
        #expect(try tune(try open(), trials: 6).trials.count == 6)
        #expect(try open().study.trials.count == 6)
    }

    @Test func aBrokenLineIsNamed() throws {
        _ = try tune(try open(), trials: 2)
        var lines = try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
        lines[2] = "{broken"
        try folder.write("journal.log", lines.joined(separator: "\n") + "\n")
        let error = try #require(throws: TuningError.self) { try open() }
        #expect(error.problem.hasPrefix("Line 3 of the study journal"))
    }

    @Test func aWholeLastLineIsNeverCutOff() throws {
        _ = try tune(try open(), trials: 2)
        let before = try folder.read("journal.log")
        let strange = before + Data((#"{"op_code":6,"trial_id":"0"}"# + "\n").utf8)
        try folder.write("journal.log", strange)
        #expect(throws: TuningError.self) { try open() }
        #expect(try folder.read("journal.log") == strange)
        try folder.write("journal.log", before + Data((#"{"op_code":11}"# + "\n").utf8))
        let error = try #require(throws: TuningError.self) { try open() }
        #expect(error.problem.hasSuffix("it has the unknown operation 11."))
    }

    @Test func anotherSpaceOrDirectionIsRefused() throws {
        _ = try tune(try open(), trials: 2)
        func refusal(_ changed: [SearchSpace.Parameter], _ direction: Direction = .minimize) throws -> String {
            let error = try #require(throws: TuningError.self) {
                try StudyJournal(path: path, study: "s", space: try SearchSpace(changed), direction: direction)
            }
            return error.problem
        }
        let parameters = space.parameters
        #expect(try refusal(parameters, .maximize).contains("does not maximize"))
        #expect(try refusal(parameters.dropLast()).contains("there is a parameter 'kind'"))
        #expect(try refusal(parameters + [.init("y", .int(low: 0, high: 1))]).contains("there is no parameter 'y'"))
        #expect(
            try refusal([.init("x", .float(low: -5, high: 6))] + parameters.dropFirst())
                .contains("the parameter 'x' has the domain"))
        // Another study may live in the same file.
        let other = try StudyJournal(path: path, study: "t", space: try SearchSpace([]), direction: .maximize)
        #expect(try other.study.trials.isEmpty)
    }

    @Test func oneProcessAtATime() throws {
        let journal = try open()
        let error = try #require(throws: TuningError.self) { try open() }
        #expect(error.exitCode == .busy)
        withExtendedLifetime(journal) {}
    }

    @Test func aStaleLockIsBroken() throws {
        _ = try open()
        let lock = JournalLock(journal: path, gracePeriod: .milliseconds(50))
        #expect(symlink(path, path + ".lock") == 0)
        #expect(try lock.withLock { true })
        #expect(throws: (any Error).self) { try FileManager.default.attributesOfItem(atPath: path + ".lock") }
    }

    @Test func readsOptunasJournal() throws {
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("References/optuna-journal.log")
        try FileManager.default.copyItem(atPath: source.path, toPath: path)
        let space = try SearchSpace([
            .init("x", .float(low: 1e-3, high: 1, log: true)), .init("n", .int(low: 1, high: 10)),
            .init("share", .float(low: 0.1, high: 0.9, step: 0.1)),
            .init("kind", .categorical(["é\"\\", 2, true, 2.5])),
        ])
        let journal = try StudyJournal(path: path, study: "study", space: space, direction: .maximize)
        let study = try journal.study
        #expect(study.trials.count == 15)
        #expect(study.trials[0].state == .complete)
        #expect(study.trials[0].value == study.trials[0].coordinates[0])
        #expect(study.trials[0].intermediateValues[0]?.isNaN == true)
        #expect(study.trials[0].intermediateValues[1] == .infinity)
        #expect(study.trials[1].state == .pruned)
        #expect(study.trials[2].state == .failed)
        #expect(!study.trials[2].isInterrupted)
        #expect(study.trials[13].state == .waiting)
        #expect(study.trials[14].state == .failed)
        #expect(study.trials[14].isInterrupted)
        let longer = try StudyRunner(seed: 0).optimize(journal, trials: 16) { try $0.double("x") }
        #expect(longer.trials.suffix(3).map(\.slot) == [13, 14, 15])
        #expect(longer.trials.suffix(3).allSatisfy { $0.state == .complete })
    }
}

@Suite("Timestamps")
struct TimestampTests {
    @Test func roundTrip() {
        for text in ["2026-11-23T06:59:21.059403+00:00", "1969-12-31T23:59:59.000001+00:00"] {
            #expect(Timestamp(text)?.description == text)
        }
        #expect(Timestamp("2026-11-23T06:59:21+05:30")?.description == "2026-11-23T01:29:21.000000+00:00")
        #expect(Timestamp("2026-11-23T06:59:21.5Z")?.description == "2026-11-23T06:59:21.500000+00:00")
        #expect(Timestamp("yesterday") == nil)
    }
}
