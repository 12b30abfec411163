internal import Arrow
internal import Base
internal import DuckDB
internal import Snapshots

/// Reads the rows of periods, with categories learned from one of them.
struct PeriodReader {
    let snapshots: SnapshotSet
    let features: FeatureSet
    let connection: Connection
    let sample: TrainingSample
    let cancellation: Cancellation

    /// The rows' queries, with categories learned from a period. They hold until the next call.
    func rows(learnedOn period: SnapshotPeriod) throws -> SnapshotRows {
        try rows(CategoryDictionaries(snapshots, features: features, period: period, connection: connection))
    }

    /// The rows' queries with categories that are known. They hold until the next call.
    func rows(_ categories: CategoryDictionaries) throws -> SnapshotRows {
        try categories.createTables(connection)
        return SnapshotRows(snapshots: snapshots, features: features, categories: categories)
    }

    /// The rows of a period to fit on: all, or a weighted sample.
    ///
    /// - Returns: features, label and weight.
    func fitting(_ rows: SnapshotRows, _ period: SnapshotPeriod) throws -> ArrowTable {
        try cancellation.check()
        return try sample.table(rows, period, connection: connection)
    }

    /// The same of a period that must have conversions.
    ///
    /// - Parameter name: Of the period, for the error.
    /// - Throws: `ModelingError` where none of the rows converted.
    func fitting(_ rows: SnapshotRows, _ name: String, _ period: SnapshotPeriod) throws -> ArrowTable {
        let table = try fitting(rows, period)
        guard let label = table.index(of: SnapshotRows.label), try table.doubles(label).contains(1) else {
            throw ModelingError.noConversions(name, period)
        }
        return table
    }
}
