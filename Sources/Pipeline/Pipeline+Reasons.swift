internal import DuckDB
internal import Foundation
internal import Modeling
internal import ProspectCore
internal import Ranking

extension Pipeline {
    /// Explains the lists' portals: `reasons.parquet` and `axes.parquet` of a run's folder.
    func explain(
        _ model: TrainedModel, _ snapshots: SnapshotSet, calibrations: CalibrationReport?, folder: String,
        connection: Connection
    ) throws -> Explanations {
        let reasons = folder + "/reasons.parquet"
        let axes = folder + "/axes.parquet"
        try Explainer(
            snapshots: snapshots, firmographics: configuration.features.firmographics,
            connection: connection, threads: threads
        ).explain(
            model, in: folder + "/model",
            calibrations: Dictionary(
                uniqueKeysWithValues: model.names.compactMap { name in
                    calibrations?.of(name).map { (name, $0.calibration) }
                }), top: configuration.ranking.explainTop,
            reasons: reasons + ".partial", axes: axes + ".partial")
        try AtomicFile.rename(reasons + ".partial", to: reasons)
        try AtomicFile.rename(axes + ".partial", to: axes)
        return Explanations(reasons: reasons, axes: axes)
    }

    /// The file of a run's reasons, for those who read the ones of a list; nil where it has none.
    ///
    /// - Throws: `PipelineError` where they are in another form.
    func reasons(in folder: RunFolder, for model: ModelName, connection: Connection) throws -> String? {
        let file = folder.file("reasons.parquet")
        guard model != .activity, FileManager.default.fileExists(atPath: file) else { return nil }
        let columns = try connection.rows("DESCRIBE FROM read_parquet(\(SQL.literal(file)))") { $0.string(0)! }
        guard columns.contains(model.contributionColumn) else {
            throw PipelineError.explainedOtherwise(folder.manifest.id)
        }
        return file
    }
}

extension PipelineError {
    fileprivate static func explainedOtherwise(_ run: String) -> Self {
        Self(
            problem: "The run \(run) was made by an earlier version, which kept reasons in another form.",
            remedy: "Make a new one with `prospect run`.", exitCode: .badInput)
    }
}
