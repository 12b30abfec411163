internal import Arrow
internal import Boosting
package import DuckDB
package import ProspectCore

/// Scores every free portal of the run's Sunday with stored members.
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
        let table = try ArrowTable.read(connection.arrowStream(rows.scoring()))
        let positions = Dictionary(uniqueKeysWithValues: features.features.enumerated().map { ($1.name, $0) })

        var probabilities: [MemberName: [Double]] = [:]
        for member in model.members {
            let classifier = try MemberPlan.learner(of: member.name).load(from: folder, threads: 1)
            guard classifier.featureNames == member.features else {
                throw ModelingError.featuresDiffer("model.json and \(member.file) name different features")
            }
            probabilities[member.name] = try classifier.probabilities(
                of: table, features: member.features.map { positions[$0]! })
        }
        var columns = model.members.map { (ModelName($0.name), probabilities[$0.name]!) }
        if let rates = model.activity {
            let userWeeks = try table.doubles(table.index(of: SnapshotRows.baseline)!)
            columns.append((.activity, userWeeks.map { rates.probability(userWeeks: $0) }))
        }
        if let combined = Ensemble(model.ensemble).combine(probabilities) { columns.append((.ensemble, combined)) }
        let listed = columns.map { name, raw in
            let calibration = calibrations?.of(name)?.calibration ?? .none
            return raw.map(calibration.probability)
        }
        let monthly = try revenue?.monthlyRevenue(of: table, positions: positions, in: folder)
        let scores =
            zip(columns, listed).map { ($0.0.scoreColumn, $1) } + columns.map { ($0.0.rawScoreColumn, $0.1) }
            + (monthly.map { [(Self.monthlyRevenue, $0)] } ?? [])
        try connection.register(ScoreSource(scores), as: "model_scores")
        let names =
            scores.map { "s.\($0.0)" }.joined(separator: ", ")
            + (monthly == nil ? ", NULL::DOUBLE AS \(Self.monthlyRevenue)" : "")
        try connection.execute(
            """
            COPY (
                SELECT ids.id, \(names)
                FROM (
                    SELECT \(SnapshotRows.id) AS id, row_number() OVER (ORDER BY \(SnapshotRows.id)) - 1 AS place
                    FROM (\(rows.scoring()))) ids
                JOIN model_scores() s ON s.place = ids.place ORDER BY ids.id
            ) TO \(SQL.literal(file)) (FORMAT parquet, COMPRESSION snappy)
            """)
        return Dictionary(
            uniqueKeysWithValues: zip(columns, listed).map { column, probabilities in
                let forecaster = ListForecaster(
                    calibration: calibrations?.of(column.0), cuts: cuts, revenue: revenue, seed: seed)
                return (column.0, forecaster.forecast(probabilities, monthly: monthly))
            })
    }

    /// The column of what a portal would pay a month.
    package static let monthlyRevenue = "EXPECTED_MRR"
}

/// Scores by the place of their row.
private final class ScoreSource: RowSource {
    let columns: [(name: String, type: ColumnType)]
    private let scores: [[Double]]
    private var next = 0

    init(_ columns: [(name: String, scores: [Double])]) {
        self.columns = [("place", .bigint)] + columns.map { ($0.name, ColumnType.double) }
        scores = columns.map(\.scores)
    }

    func fill(_ chunk: OutputChunk) -> Int {
        let count = min(chunk.capacity, scores[0].count - next)
        let places = chunk.column(0, as: Int64.self)
        for row in 0..<count { places[row] = Int64(next + row) }
        for (index, values) in scores.enumerated() {
            let target = chunk.column(index + 1, as: Double.self)
            for row in 0..<count { target[row] = values[next + row] }
        }
        next += count
        return count
    }
}
