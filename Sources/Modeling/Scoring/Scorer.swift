package import DuckDB
package import Snapshots

/// Scores every free portal of the run's Sunday with stored members, a part of them at a time.
package struct Scorer {
    private let snapshots: SnapshotSet
    private let firmographics: Bool
    private let connection: Connection

    /// - Parameter firmographics: whether models of this configuration see them.
    package init(snapshots: SnapshotSet, firmographics: Bool, connection: Connection) {
        self.snapshots = snapshots
        self.firmographics = firmographics
        self.connection = connection
    }

    /// Writes `id`, each model's listed and raw probabilities and the expected monthly revenue as Parquet, in the order
    /// of the ids.
    ///
    /// - Parameters:
    ///   - folder: the folder that holds the members' files.
    ///   - calibrations: from raw to listed probabilities; nil: there was no backtest, and they are the same.
    ///   - revenue: what a new customer pays; nil: unknown.
    ///   - cuts: the shares of the expected conversions at which the bands A to C end.
    ///   - seed: of the draws behind the revenue's interval.
    ///   - file: the Parquet file to be written.
    /// - Returns: what each model's list promises.
    /// - Throws: `ModelingError` when the model's features are not those of the data.
    @discardableResult package func score(
        _ model: TrainedModel, in folder: String, calibrations: CalibrationReport? = nil, revenue: RevenueModel? = nil,
        cuts: [Double] = RankingSettings().bands, seed: Int = 0, to file: String
    ) throws -> [ModelName: ListForecast] {
        let features = FeatureSet(snapshots, firmographics: firmographics)
        try features.requireSame(as: model.features)
        let categories = CategoryDictionaries(features, values: model.categories)
        try categories.createTables(connection)
        let rows = SnapshotRows(snapshots: snapshots, features: features, categories: categories)
        let batches = try RowBatches(rows.scoring(), connection: connection)
        let positions = Dictionary(uniqueKeysWithValues: features.features.enumerated().map { ($1.name, $0) })
        let portals = try ScoredPortals(
            batches, members: MemberScores(model, positions: positions, folder: folder), calibrations: calibrations,
            revenue: revenue.map { try RevenueScorer($0, positions: positions, folder: folder) })
        // The rows come in the order of the ids, and so they are written.
        let writing = try connection.database.connect()
        try writing.register(portals, as: "scored_portals")
        defer { portals.close() }
        let revenueColumn = revenue == nil ? ", NULL::DOUBLE AS \(Self.monthlyRevenue)" : ""
        do {
            try writing.execute(
                """
                COPY (SELECT *\(unsafe: revenueColumn) FROM scored_portals()) TO \(literal: file)
                (FORMAT parquet, COMPRESSION snappy)
                """)
        } catch {
            // DuckDB gives it as a text of its own.
            throw portals.failure ?? error
        }
        return Dictionary(
            uniqueKeysWithValues: zip(portals.names, portals.listed).map { name, probabilities in
                let forecaster = ListForecaster(
                    calibration: calibrations?.of(name), cuts: cuts, revenue: revenue, seed: seed)
                return (name, forecaster.forecast(probabilities, monthly: portals.monthly))
            })
    }

    /// The column of what a portal would pay a month.
    package static let monthlyRevenue = "EXPECTED_MRR"
}
