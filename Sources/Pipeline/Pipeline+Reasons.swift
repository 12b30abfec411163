internal import DuckDB
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
}
