internal import Base
internal import Boosting
internal import DuckDB
internal import Foundation
internal import Modeling
internal import Snapshots

/// The search for the parameters of `tuning.members`, one member after the other. Each result is saved at once.
struct TuneStage: Stage {
    static let name = StageName.tune

    let pipeline: Pipeline

    func run(in session: RunSession, work: String) throws -> (value: [TuningReport], rows: RowCounts) {
        let snapshots = try session.snapshots()
        let studies = pipeline.output + "/studies"
        try FileManager.default.createDirectory(atPath: studies, withIntermediateDirectories: true)
        let tuner = try ModelTuner(
            configuration: pipeline.configuration.modeling, snapshots: snapshots,
            connection: try pipeline.openDatabase().connect(), threads: pipeline.threads, today: pipeline.today,
            progress: pipeline.progress, cancellation: pipeline.cancellation)
        let file = pipeline.tunedFile
        let reports = try pipeline.configuration.tuning.members.map { learner in
            let report = try tuner.tune(learner, journal: "\(studies)/\(learner.rawValue).journal")
            var found = FileManager.default.fileExists(atPath: file) ? try pipeline.readTuned() : [:]
            found[report.member.name.rawValue] = report.member
            try AtomicFile.write(found, to: file)
            return report
        }
        return (
            reports,
            RowCounts(
                rowsIn: snapshots.counts.snapshots + snapshots.counts.coldSnapshots,
                rowsOut: reports.reduce(0) { $0 + $1.member.trials })
        )
    }
}
