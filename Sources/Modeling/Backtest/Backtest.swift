internal import Arrow
internal import Boosting
package import DuckDB
package import ProspectCore

/// Scores past Sundays as they would have been scored then, and judges the scores against what happened.
///
/// Rolling origin: at each Sunday the members are fitted anew, with their configured parameters and without early
/// stopping, on the snapshots that had matured by then. A label decided after the Sunday is never seen. Tashman,
/// "Out-of-sample tests of forecasting accuracy", International Journal of Forecasting 16, 2000.
package struct Backtest: Sendable {
    private let configuration: Configuration
    private let snapshots: SnapshotSet
    private let database: Database
    private let threads: Int
    private let progress: any ProgressReporter
    private let cancellation: Cancellation

    /// The baselines, in the order of reports: the score is their value, higher being better.
    static let baselines = ["user_weeks_30d", "recency", "random"]

    package init(
        configuration: Configuration, snapshots: SnapshotSet, database: Database, threads: Int,
        progress: any ProgressReporter, cancellation: Cancellation
    ) {
        self.configuration = configuration
        self.snapshots = snapshots
        self.database = database
        self.threads = threads
        self.progress = progress
        self.cancellation = cancellation
    }

    /// Runs the folds side by side and pools them.
    ///
    /// - Parameter csv: where the raw scores go, one row per Sunday, model and portal; nil: nowhere.
    package func run(_ sundays: BacktestSundays, csv: String?) throws -> BacktestReport {
        let days = try sundays.resolve(snapshots)
        progress.begin("backtest", total: days.count, unit: "Sundays")
        let folds = try concurrently(days.count, threads: threads, progress: progress) {
            try database.connect()
        } body: { connection, index in
            try cancellation.check()
            return try score(days[index], connection: connection)
        }
        progress.end("\(days.count) Sundays")
        let scored = zip(days, folds).map { (sunday: $0, trainedOn: $1.0, scores: $1.1) }
        if let csv { try write(scored.map { ($0.sunday, $0.scores) }, to: csv) }
        progress.begin("bootstrap", total: nil, unit: "draws")
        let report = try BacktestPooling(seed: configuration.seed, models: modelNames, threads: threads).report(scored)
        progress.end("\(report.draws) draws over portals")
        return report
    }

    private var modelNames: [String] {
        ModelName.ranking(configuration.models.members, ensemble: configuration.ensemble).map(\.rawValue)
            + Self.baselines
    }

    /// Fits the members on what had matured by a Sunday and scores every portal that was free on it.
    private func score(_ sunday: Day, connection: Connection) throws -> (Split.Period, FoldScores) {
        let period = Split.matured(
            settings: configuration.split, firstSunday: snapshots.firstSunday, asOf: sunday,
            horizon: snapshots.horizon)
        let features = FeatureSet(snapshots, firmographics: configuration.features.firmographics)
        let categories = try CategoryDictionaries(snapshots, features: features, period: period, connection: connection)
        try categories.createTables(connection)
        let rows = SnapshotRows(snapshots: snapshots, features: features, categories: categories)
        let training = try ArrowTable.read(connection.arrowStream(rows.fitting(period)))
        guard try training.doubles(features.features.count).contains(1) else {
            throw ModelingError.noConversions("training", period)
        }
        let table = try ArrowTable.read(connection.arrowStream(rows.portals(on: sunday)))
        var probabilities: [MemberName: [Double]] = [:]
        for name in configuration.models.members {
            let plan = try MemberPlan(name, configuration: configuration, features: features, threads: 1)
            let prepared = try plan.learner.prepare(
                plan.rows(training, features: features), validation: nil, parameters: plan.parameters)
            let model = try prepared.fit(plan.parameters, rounds: plan.rounds, patience: nil) { _ in
                try cancellation.check()
            }
            probabilities[name] = try model.probabilities(of: table, features: plan.features)
        }
        var scores = Dictionary(uniqueKeysWithValues: probabilities.map { ($0.key.rawValue, $0.value) })
        scores[ModelName.ensemble.rawValue] = Ensemble(configuration.ensemble).combine(probabilities)
        func column(_ name: String) throws -> [Double] { try table.doubles(table.index(of: name)!) }
        scores["user_weeks_30d"] = try column(SnapshotRows.baseline)
        // Never active comes last.
        scores["recency"] = try column(SnapshotRows.recency).map { $0.isNaN ? -1e9 : -$0 }
        scores["random"] = [Double](repeating: 0, count: table.rowCount)
        let ids = try connection.rows("SELECT \(SnapshotRows.id) FROM (\(rows.portals(on: sunday)))") { $0.string(0)! }
        return (
            period,
            FoldScores(ids: ids, converted: try column(SnapshotRows.label).map { $0 == 1 }, scores: scores)
        )
    }

    /// `sunday,model,id,probability,converted`, for the models alone.
    private func write(_ folds: [(sunday: Day, scores: FoldScores)], to file: String) throws {
        let connection = try database.connect()
        let models = modelNames.filter { !Self.baselines.contains($0) }
        try connection.register(RawScores(folds, models: models), as: "backtest_scores")
        try connection.execute(
            """
            COPY (SELECT sunday, model, \(SQL.safeCell("id")) AS id, probability, converted FROM backtest_scores())
            TO \(SQL.literal(file)) (FORMAT csv, HEADER)
            """)
    }
}

/// The raw scores of a backtest, one row per Sunday, model and portal.
private final class RawScores: RowSource {
    let columns: [(name: String, type: ColumnType)] = [
        ("sunday", .date), ("model", .varchar), ("id", .varchar), ("probability", .double), ("converted", .integer),
    ]
    private let rows: [(sunday: Day, model: String, scores: FoldScores)]
    private var list = 0
    private var row = 0

    init(_ folds: [(sunday: Day, scores: FoldScores)], models: [String]) {
        rows = folds.flatMap { fold in models.map { (fold.sunday, $0, fold.scores) } }
    }

    func fill(_ chunk: OutputChunk) -> Int {
        var count = 0
        let sundays = chunk.column(0, as: Int32.self)
        let probabilities = chunk.column(3, as: Double.self)
        let converted = chunk.column(4, as: Int32.self)
        while count < chunk.capacity, list < rows.count {
            let (sunday, model, scores) = rows[list]
            guard row < scores.ids.count else {
                (list, row) = (list + 1, 0)
                continue
            }
            sundays[count] = sunday.daysSinceEpoch
            chunk.setString(1, count, model)
            chunk.setString(2, count, scores.ids[row])
            probabilities[count] = scores.scores[model]![row]
            converted[count] = scores.converted[row] ? 1 : 0
            count += 1
            row += 1
        }
        return count
    }
}
