import Foundation
import TestSupport
import Testing

@testable import Tuning

/// A journal as those see it who only look.
@Suite struct StudyHistoryTests {
    @Test func itHasTheTrialsOfTheStudyAndChangesNothing() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/x.journal"
        let study: Study
        do {
            let journal = try StudyJournal(
                path: path, study: "s", space: StudyRunnerTests.space, direction: .minimize)
            study = try StudyRunner(pruner: MedianPruner(), seed: 5).optimize(journal, trials: 9, parallel: 1) {
                trial in
                let value = try StudyRunnerTests.bowl(trial)
                try trial.report(value + 1, step: 0)
                try trial.report(value + 2, step: 3)
                if trial.slot == 4 { throw TrialPruned() }
                return value
            }
            // While another process has it open.
            let before = try folder.read("x.journal")
            let history = try #require(try StudyHistory.read(path: path).first)
            #expect(try folder.read("x.journal") == before)
            #expect(history.name == "s" && history.direction == .minimize)
            #expect(history.trials.map(\.state) == study.trials.map(\.state))
            #expect(history.trials[0].value == study.trials[0].value)
            #expect(history.trials[4].value == study.trials[4].intermediateValues[3])
        }
        // A line that is still being written does not count yet.
        let whole = try StudyHistory.read(path: path)
        let text = try folder.read("x.journal")
        try folder.write("x.journal", text + Data("{\"op_code\": 4, \"wor".utf8))
        #expect(try StudyHistory.read(path: path) == whole)
        try folder.write("x.journal", Data("nonsense\n".utf8) + text)
        #expect(throws: TuningError.self) { try StudyHistory.read(path: path) }
        #expect(throws: TuningError.self) { try StudyHistory.read(path: folder.path + "/none") }
    }
}
