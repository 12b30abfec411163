internal import Arrow
internal import Base
internal import Boosting
internal import DuckDB
internal import Snapshots

/// The rows of the folds. Those that can be shared are read once.
///
/// A fold has the rows, and the categories, that it would have alone, in the same order: it shares those of its periods whose
/// categories are the latest fold's, where no rows are sampled and all of them fit into memory, and reads the others itself.
struct BacktestRows: Sendable {
    private let features: FeatureSet
    private let snapshots: SnapshotSet
    private let sample: TrainingSample
    /// By period that something is fitted on.
    private let categories: [SnapshotPeriod: CategoryDictionaries]
    private let shared: Shared?

    /// Rows of several periods, with the categories of all of them.
    private struct Shared: Sendable {
        let categories: CategoryDictionaries
        /// Features, then the label.
        let names: [String]
        let values: [[Double]]
        /// By period: how many snapshots a row stands for in it.
        let weights: [SnapshotPeriod: [UInt32]]
    }

    /// Reads what is shared.
    ///
    /// - Parameters:
    ///   - folds: the Sundays of each, the earliest first; not empty.
    ///   - memory: what may be shared.
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

    /// The number of rows that are shared, and of periods; nil: each fold reads its own.
    var sharing: (rows: Int, periods: Int)? { shared.map { ($0.values[0].count, $0.weights.count) } }

    /// Rows of one period.
    struct Chosen: Sendable {
        /// Features, label and weight, as `PeriodReader` reads them.
        let table: LabelledTable
        /// The queries with the same categories.
        let rows: SnapshotRows
    }

    /// The rows of a period of one of the folds.
    ///
    /// - Parameters:
    ///   - fitted: the period that is fitted on, whose categories they have.
    ///   - connection: has the tables of these categories until the next call.
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

    /// Brings a member's rows into the form that it is fitted on.
    func prepare(_ plan: MemberPlan, _ training: Chosen, validation: Chosen?) throws -> any PreparedRows {
        func rows(_ chosen: Chosen) -> TrainingRows { plan.rows(chosen.table.table, features: features) }
        return try plan.learner.prepare(
            rows(training), validation: validation.map(rows), parameters: plan.parameters)
    }
}
