internal import Arrow
internal import Base
internal import Boosting
internal import DuckDB
internal import Snapshots

/// The rows of the folds. Rows that several folds share are read once.
///
/// A fold gets the same rows, categories and order as it would alone. It shares the rows of those periods whose
/// categories equal the latest fold's, provided that no rows are sampled and all of them fit into memory. It reads the
/// other rows itself.
struct BacktestRows: Sendable {
    private let features: FeatureSet
    private let snapshots: SnapshotSet
    private let sample: TrainingSample
    /// The categories of each period that something is fitted on.
    private let categories: [SnapshotPeriod: CategoryDictionaries]
    private let shared: Shared?

    /// Rows of several periods, with the categories of all of them.
    private struct Shared: Sendable {
        let categories: CategoryDictionaries
        /// Features, then the label.
        let names: [String]
        let values: [[Double]]
        /// The weights by period: how many snapshots of the period a row stands for.
        let weights: [SnapshotPeriod: [UInt32]]
    }

    /// Reads the shared rows.
    ///
    /// - Parameters:
    ///   - folds: The Sundays of each fold, earliest first. Must not be empty.
    ///   - memory: Decides what may be shared.
    init(_ folds: [FoldPeriods], reader: PeriodReader, memory: FoldMemory) throws {
        (features, snapshots, sample) = (reader.features, reader.snapshots, reader.sample)
        let fitted = Set(folds.flatMap { [$0.matured, $0.lastWeek] + ($0.stopping.map { [$0.train] } ?? []) })
            .sorted { ($0.last, $0.step) < ($1.last, $1.step) }
        let learned = try CategoryDictionaries.learned(
            snapshots, features: features, periods: fitted, connection: reader.connection)
        let categories = Dictionary(uniqueKeysWithValues: zip(fitted, learned))
        self.categories = categories
        let latest = categories[folds.last!.matured]!
        let common = fitted.filter { categories[$0] == latest }
        let validations = folds.compactMap(\.stopping).filter { categories[$0.train] == latest }.map(\.validation)
        let periods = common + Set(validations).subtracting(common).sorted { $0.last < $1.last }
        guard sample.keepsAll(snapshots.counts), memory.canShare(periods: periods.count) else {
            shared = nil
            return
        }
        shared = try Self.read(periods, latest, reader: reader)
    }

    private static func read(
        _ periods: [SnapshotPeriod], _ categories: CategoryDictionaries, reader: PeriodReader
    ) throws -> Shared {
        try reader.cancellation.check()
        let features = reader.features
        let table = try ArrowTable.read(
            reader.connection.arrowStream(SQL(unsafe: reader.rows(categories).fitting(periods))))
        let columns = table.columns
        let count = features.features.count + 1
        return Shared(
            categories: categories, names: columns.prefix(count).map(\.name),
            values: try (0..<count).map { try table.doubles($0) },
            weights: Dictionary(
                uniqueKeysWithValues: try periods.enumerated().map { index, period in
                    (period, try table.doubles(count + index).map { UInt32($0) })
                }))
    }

    /// The numbers of shared rows and periods, or nil if each fold reads its own rows.
    var sharing: (rows: Int, periods: Int)? { shared.map { ($0.values[0].count, $0.weights.count) } }

    /// Rows of one period.
    struct Chosen: Sendable {
        /// Features, label and weight, as `PeriodReader` reads them.
        let table: LabelledTable
        /// The queries for these categories.
        let rows: SnapshotRows
    }

    /// Returns the rows of a period of one fold.
    ///
    /// - Parameters:
    ///   - fitted: The period that the fold fits on. It determines the categories of the rows.
    ///   - connection: Holds the tables of these categories until the next call.
    func rows(
        during period: SnapshotPeriod, categoriesOf fitted: SnapshotPeriod, connection: Connection,
        cancellation: Cancellation
    ) throws -> Chosen {
        let reader = PeriodReader(
            snapshots: snapshots, features: features, connection: connection, sample: sample,
            cancellation: cancellation)
        let categories = categories[fitted]!
        let rows = try reader.rows(categories)
        guard let shared, shared.categories == categories, let weights = shared.weights[period] else {
            return Chosen(table: try LabelledTable(reader.fitting(rows, period)), rows: rows)
        }
        let positions = weights.indices.filter { weights[$0] > 0 }
        let table = ArrowTable(
            names: shared.names + [SnapshotRows.weight], columns: shared.values + [weights.map(Double.init)],
            rows: positions)
        return Chosen(table: try LabelledTable(table), rows: rows)
    }

    /// Brings a member's rows into the form that the member is fitted on.
    func prepare(_ plan: MemberPlan, _ training: Chosen, validation: Chosen?) throws -> any PreparedRows {
        func rows(_ chosen: Chosen) -> TrainingRows { plan.rows(chosen.table.table, features: features) }
        return try plan.learner.prepare(
            rows(training), validation: validation.map(rows), parameters: plan.parameters)
    }
}
