internal import Arrow
internal import Boosting
internal import DuckDB
internal import ProspectCore

/// The rows of all folds, read and put into bins once.
///
/// A fold takes the rows of its own Sundays. What all share is laid down before any fold's first label is decided: bins by
/// the features' definitions, categories by the earliest fold.
struct BacktestRows: Sendable {
    /// The rows' queries, with the categories of the earliest fold.
    let rows: SnapshotRows
    /// All periods of the folds, each once, the earliest first.
    let periods: [Split.Period]
    /// Features, then the label.
    private let names: [String]
    private let values: [[Double]]
    /// By period: how many snapshots a row stands for in it.
    private let weights: [[Double]]
    private let shared: [MemberName: any SharedRows]

    /// Reads and bins the rows.
    ///
    /// - Parameters:
    ///   - folds: the Sundays of each, the earliest first; not empty.
    ///   - plans: the members that are to be fitted.
    init(_ folds: [FoldPeriods], plans: [MemberPlan], reader: PeriodReader) throws {
        rows = try reader.rows(learnedOn: folds[0].lastWeek)
        var distinct: [Split.Period] = []
        for period in folds.flatMap(\.all) where !distinct.contains(period) { distinct.append(period) }
        periods = distinct.sorted { ($0.last, $0.first) < ($1.last, $1.first) }
        let features = reader.features
        let table = try reader.fitting(rows, periods)
        let columns = table.columns
        let count = features.features.count + 1
        names = columns.prefix(count).map(\.name)
        values = try (0..<count).map { try table.doubles($0) }
        weights = try (count..<columns.count).map { try table.doubles($0) }
        shared = Dictionary(
            uniqueKeysWithValues: try plans.map { plan in
                try reader.cancellation.check()
                return (
                    plan.name, try plan.learner.share(plan.rows(table, features: features), parameters: plan.parameters)
                )
            })
    }

    /// The number of rows.
    var count: Int { values[0].count }

    /// Rows of one period.
    struct Chosen: Sendable {
        /// Where they are among all rows.
        let positions: [Int]
        /// Features, label and weight, as `PeriodReader` reads them.
        let table: LabelledTable
    }

    /// The rows of a period of one of the folds.
    func rows(during period: Split.Period) throws -> Chosen {
        let weights = weights[periods.firstIndex(of: period)!]
        let positions = weights.indices.filter { weights[$0] > 0 }
        let table = ArrowTable(
            names: names + [SnapshotRows.weight], columns: values + [weights], rows: positions)
        return Chosen(positions: positions, table: try LabelledTable(table))
    }

    /// Brings a member's rows into the form that it is fitted on.
    func prepare(_ plan: MemberPlan, _ training: Chosen, validation: Chosen?) throws -> any PreparedRows {
        func selection(_ chosen: Chosen) -> RowSelection {
            RowSelection(positions: chosen.positions, rows: plan.rows(chosen.table.table, features: rows.features))
        }
        return try shared[plan.name]!.prepare(selection(training), validation: validation.map(selection))
    }
}
