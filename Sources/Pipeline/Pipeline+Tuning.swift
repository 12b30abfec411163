package import Base
internal import Boosting
internal import DuckDB
internal import Foundation
internal import Modeling
internal import Snapshots

extension Pipeline {
    /// The file with the result of tuning, by member, for runs with `models.tuned`.
    var tunedFile: String { output + "/tuned.json" }

    /// Returns the tuned parameters if the configuration asks for them.
    ///
    /// - Throws: `PipelineError` if there are none, or the file was not written by `tune`.
    func tunedMembers() throws -> [LearnerName: TunedMember] {
        guard configuration.models.tuned else { return [:] }
        guard FileManager.default.fileExists(atPath: tunedFile) else { throw PipelineError.nothingTuned(tunedFile) }
        return Dictionary(uniqueKeysWithValues: try readTuned().values.map { ($0.name, $0) })
    }

    func readTuned() throws -> [String: TunedMember] {
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

/// The error of a search that was stopped from outside. Its finished trials are kept.
package struct TuningInterrupted: ProspectError {
    package init() {}
    package var problem: String { "Stopped before the end; all trials that were finished are kept." }
    package var remedy: String? { "`prospect tune` with the same configuration goes on with the study." }
    package var exitCode: ExitStatus { .interrupted }
}
