package import DuckDB
package import Snapshots

/// Scores every free portal of the run's Sunday with stored members, batch by batch.
package struct Scorer {
    private let snapshots: SnapshotSet
    private let firmographics: Bool
    private let connection: Connection

    /// Makes a scorer.
    ///
    /// - Parameter firmographics: Whether models of this configuration see firmographics.
    package init(snapshots: SnapshotSet, firmographics: Bool, connection: Connection) {
        self.snapshots = snapshots
        self.firmographics = firmographics
        self.connection = connection
    }

    /// Writes `id`, each model's listed and raw probabilities and the expected monthly revenue as Parquet, in the order
    /// of the ids.
    ///
    /// - Parameters:
    ///   - folder: The folder with the members' files.
    ///   - calibrations: The maps from raw to listed probabilities. nil: there was no backtest, and the two are equal.
    ///   - revenue: What a new customer pays. nil: unknown.
    ///   - cuts: The shares of the expected conversions at which the bands A to C end.
    ///   - seed: The seed of the draws behind the revenue's interval.
    ///   - file: The Parquet file to write.
    /// - Returns: The forecast of each model's list.
    /// - Throws: `ModelingError` if the model's features are not those of the data.
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
        // The rows come in the order of the ids and are written in that order.
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
            // DuckDB replaces the original error with a text of its own.
            throw portals.failure ?? error
        }
        return Dictionary(
            uniqueKeysWithValues: zip(portals.names, portals.listed).map { name, probabilities in
                let forecaster = ListForecaster(
                    calibration: calibrations?.of(name), cuts: cuts, revenue: revenue, seed: seed)
                return (name, forecaster.forecast(probabilities, monthly: portals.monthly))
            })
    }

    /// The column with the expected monthly payment of a portal.
    package static let monthlyRevenue = "EXPECTED_MRR"
}
