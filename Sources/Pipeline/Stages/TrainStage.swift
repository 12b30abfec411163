internal import Base
internal import DuckDB
internal import Foundation
internal import Modeling
internal import Snapshots

/// The fitted and judged members, and the revenue model.
struct TrainStage: Stage {
    static let name = StageName.train

    let pipeline: Pipeline

    func run(in session: RunSession, work: String) throws -> (value: TrainedModel, rows: RowCounts) {
        let configuration = pipeline.configuration.modeling
        let snapshots = try session.snapshots()
        let database = try pipeline.openDatabase()
        let trainer = ModelTrainer(
            configuration: configuration, snapshots: snapshots, connection: try database.connect(),
            tuned: try pipeline.tunedMembers(), threads: pipeline.threads, progress: pipeline.progress,
            cancellation: pipeline.cancellation)
        let (model, metrics, revenue) = try trainer.train(
            in: work,
            revenue: RevenueTrainer(
                configuration: configuration, snapshots: snapshots, connection: try database.connect(),
                cancellation: pipeline.cancellation))
        try session.keep(model, revenue, metrics, from: work)
        return (
            model,
            RowCounts(
                rowsIn: snapshots.counts.snapshots + snapshots.counts.coldSnapshots, rowsOut: model.snapshots)
        )
    }
}
