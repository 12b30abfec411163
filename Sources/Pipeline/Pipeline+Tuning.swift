package import Base
internal import Boosting
internal import DuckDB
internal import Foundation
internal import Modeling
internal import Snapshots

extension Pipeline {
    /// What tuning found, by member, for runs with `models.tuned`.
    var tunedFile: String { output + "/tuned.json" }

    /// Searches the parameters of `tuning.members`, one after the other; each result is kept as soon as it is there.
    func tune(_ session: RunSession) throws -> [TuningReport] {
        let clock = StageClock()
        let snapshots = try session.snapshots()
        let studies = output + "/studies"
        try FileManager.default.createDirectory(atPath: studies, withIntermediateDirectories: true)
        let tuner = try ModelTuner(
            configuration: configuration.modeling, snapshots: snapshots, connection: try openDatabase().connect(),
            threads: threads, today: today, progress: progress, cancellation: cancellation)
        let reports = try configuration.tuning.members.map { learner in
            let report = try tuner.tune(learner, journal: "\(studies)/\(learner.rawValue).journal")
            var found = FileManager.default.fileExists(atPath: tunedFile) ? try readTuned() : [:]
            found[report.member.name.rawValue] = report.member
            try AtomicFile.write(found, to: tunedFile)
            return report
        }
        try session.finish(
            .tune, clock, rowsIn: snapshots.counts.snapshots + snapshots.counts.coldSnapshots,
            rowsOut: reports.reduce(0) { $0 + $1.member.trials })
        return reports
    }

    /// The tuned parameters where the configuration asks for them.
    ///
    /// - Throws: `PipelineError` where there are none, or the file is not what `tune` writes.
    func tunedMembers() throws -> [LearnerName: TunedMember] {
        guard configuration.models.tuned else { return [:] }
        guard FileManager.default.fileExists(atPath: tunedFile) else { throw PipelineError.nothingTuned(tunedFile) }
        return Dictionary(uniqueKeysWithValues: try readTuned().values.map { ($0.name, $0) })
    }

    private func readTuned() throws -> [String: TunedMember] {
        let found: [String: TunedMember]
        do {
            found = try JSON.decode([String: TunedMember].self, at: tunedFile)
        } catch {
            throw PipelineError.unreadableTuned(tunedFile)
        }
        guard found.allSatisfy({ $0.key == $0.value.name.rawValue }) else {
            throw PipelineError.unreadableTuned(tunedFile)
        }
        return found
    }
}

/// The search was stopped from outside; its finished trials are kept.
package struct TuningInterrupted: ProspectError {
    package init() {}
    package var problem: String { "Stopped before the end; all trials that were finished are kept." }
    package var remedy: String? { "`prospect tune` with the same configuration goes on with the study." }
    package var exitCode: ExitStatus { .interrupted }
}
