internal import DuckDB
internal import Modeling
internal import ProspectCore
internal import Ranking

extension Pipeline {
    /// Explains the lists' portals: `reasons.parquet` and `axes.parquet` of the run.
    func explain(
        _ model: TrainedModel, calibrations: CalibrationReport?, session: RunSession, connection: Connection
    ) throws -> Explanations {
        let reasons = session.folder.file("reasons.parquet")
        let axes = session.folder.file("axes.parquet")
        try Explainer(
            snapshots: session.snapshots(), firmographics: configuration.features.firmographics,
            connection: connection, threads: threads
        ).explain(
            model, in: session.folder.file("model"),
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
