internal import Base
internal import DuckDB
internal import Foundation
internal import Logging
internal import Modeling
internal import Ranking
internal import Snapshots

/// The lists of all models, with their reasons.
struct RankStage: Stage {
    static let name = StageName.rank

    let pipeline: Pipeline

    func run(in session: RunSession, work: String) throws -> (value: [RankedList], rows: RowCounts) {
        let (configuration, progress) = (pipeline.configuration, pipeline.progress)
        let snapshots = try session.snapshots()
        let database = try pipeline.openDatabase()
        progress.begin("scoring the free portals of \(snapshots.asOf)", total: nil, unit: "portals")
        let backtest = try session.backtest()
        let trained = try session.folder.files.read(.trainedModel)
        let (ensemble, excluded) = pipeline.excluded(trained, backtest: backtest, metrics: try session.metrics())
        let model = try listed(trained, by: ensemble, in: session)
        let scored = try score(model, snapshots, session: session, database: database, work: work)
        var lists = try concurrently(model.names.count, threads: pipeline.threads) {
            try database.connect()
        } body: { connection, index in
            let name = model.names[index]
            return try ListWriter(snapshots: snapshots, seed: configuration.seed, connection: connection).write(
                name, forecast: scored.forecasts[name]!, explanations: scored.explanations,
                to: "\(work)/\(name.listFile)", table: "\(work)/\(name.tableFile)", top: 10)
        }
        let primary = pipeline.primary(of: model, backtest: backtest, excluded: excluded)
        for index in lists.indices {
            let name = lists[index].model
            let table = name == primary.model ? Artifact<Table>.list : .list(name)
            try session.folder.adopt(lists[index].file, as: table)
            try session.folder.adopt(lists[index].csvFile, as: .exportedList(name))
            lists[index].file = session.folder.file(table.path)
            lists[index].csvFile = session.folder.file(name.listFile)
            lists[index].isPrimary = lists[index].model == primary.model
            lists[index].notBacktested = session.folder.manifest.notBacktested
            lists[index].basis = model.basis
        }
        if let list = lists.primary { try AtomicFile.copy(list.csvFile, to: session.folder.file(RankedList.fileName)) }
        try session.keep(lists)
        try session.folder.update { $0.primary = primary }
        try session.writeCard()
        let totals = lists[0].reconciliation
        progress.end("\(totals.listed) portals")
        if totals.listed == 0 {
            // With observed-span on weekly usage, the last rows are those of Monday, so no portal reaches the snapshot
            // day.
            pipeline.logger.warning(
                "the list is empty: no free portal has a snapshot on this day",
                metadata: ["population": "\(snapshots.population.rawValue)", "free": "\(totals.free)"])
        }
        return (lists, RowCounts(rowsIn: totals.free, rowsOut: totals.listed))
    }

    /// Scores and explains the free portals, side by side, and prepares the scored ones for the lists.
    private func score(
        _ model: TrainedModel, _ snapshots: SnapshotSet, session: RunSession, database: Database, work: String
    ) throws -> (forecasts: [ModelName: ListForecast], explanations: Explanations) {
        enum Part: Sendable {
            case forecasts([ModelName: ListForecast])
            case explanations
        }
        let calibrations = try session.calibrations()
        let revenue = try session.revenueModel()
        let members = try session.folder.files.path(.model)
        let explanations = Explanations(in: work)
        let scores = "\(work)/\(Artifact.scores.path)"
        let parts = try concurrently(2, threads: pipeline.threads) {
            try database.connect()
        } body: { connection, part -> Part in
            if part == 0 {
                try pipeline.explain(
                    model, snapshots, members: members, calibrations: calibrations, to: explanations,
                    connection: connection)
                return .explanations
            }
            let forecasts = try Scorer(
                snapshots: snapshots, firmographics: pipeline.configuration.features.firmographics,
                connection: connection
            ).score(
                model, in: members, calibrations: calibrations, revenue: revenue,
                cuts: pipeline.configuration.ranking.bands, seed: pipeline.configuration.seed, to: scores)
            try ListWriter(snapshots: snapshots, seed: pipeline.configuration.seed, connection: connection)
                .prepare(model.names, scores: scores)
            return .forecasts(forecasts)
        }
        guard case .forecasts(let forecasts) = parts[1] else {
            preconditionFailure("Each part has its own kind of result.")
        }
        try session.folder.adopt(scores, as: .scores)
        try explanations.keep(in: session.folder)
        return (forecasts, Explanations(in: session.folder.path))
    }

    /// Returns the model as it is listed. Its ensemble consists of the members that are not excluded, here and wherever
    /// the run's model is read.
    private func listed(
        _ trained: TrainedModel, by ensemble: EnsembleSettings, in session: RunSession
    ) throws -> TrainedModel {
        guard ensemble != trained.ensemble else { return trained }
        var model = trained
        model.ensemble = ensemble
        try session.folder.write(model, to: .listedModel)
        return model
    }
}
