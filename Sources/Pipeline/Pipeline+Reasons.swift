internal import DuckDB
internal import Foundation
internal import Modeling
internal import Ranking
internal import Snapshots

extension Pipeline {
    /// Explains the portals of the lists.
    ///
    /// - Parameters:
    ///   - members: The folder with the members' files.
    ///   - explanations: The files to write.
    func explain(
        _ model: TrainedModel, _ snapshots: SnapshotSet, members: String, calibrations: CalibrationReport?,
        to explanations: Explanations, connection: Connection
    ) throws {
        try Explainer(
            snapshots: snapshots, firmographics: configuration.features.firmographics,
            connection: connection, threads: threads
        ).explain(
            model, in: members,
            calibrations: Dictionary(
                uniqueKeysWithValues: model.names.compactMap { name in
                    calibrations?.of(name).map { (name, $0.calibration) }
                }), top: configuration.ranking.explainTop,
            reasons: explanations.reasons, axes: explanations.axes)
    }

    /// Returns the file of a run's reasons for a list, or nil if it has none.
    func reasons(in folder: RunFolder, for model: ModelName) throws -> String? {
        model != .activity && folder.files.has(.reasons) ? try folder.files.path(.reasons) : nil
    }
}

extension Explanations {
    /// Makes the files in a folder.
    init(in folder: String) {
        self.init(reasons: "\(folder)/\(Artifact.reasons.path)", axes: "\(folder)/\(Artifact.axes.path)")
    }

    /// Moves the written files to their place in a run's folder.
    func keep(in folder: RunFolder) throws {
        try folder.adopt(reasons, as: .reasons)
        try folder.adopt(axes, as: .axes)
    }
}
