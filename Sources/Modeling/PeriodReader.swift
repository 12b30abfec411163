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

    /// Returns the queries for the rows, with categories learned from a period. They are valid until the next call.
    func rows(learnedOn period: SnapshotPeriod) throws -> SnapshotRows {
        try rows(CategoryDictionaries(snapshots, features: features, period: period, connection: connection))
    }

    /// Returns the queries for the rows, with known categories. They are valid until the next call.
    func rows(_ categories: CategoryDictionaries) throws -> SnapshotRows {
        try categories.createTables(connection)
        return SnapshotRows(snapshots: snapshots, features: features, categories: categories)
    }

    /// Reads the rows of a period to fit on: all rows, or a weighted sample.
    ///
    /// - Returns: Features, label and weight.
    func fitting(_ rows: SnapshotRows, _ period: SnapshotPeriod) throws -> ArrowTable {
        try cancellation.check()
        return try sample.table(rows, period, connection: connection)
    }

    /// Reads the rows of a period that must have conversions.
    ///
    /// - Parameter name: The name of the period, for the error.
    /// - Throws: `ModelingError` if none of the rows converted.
    func fitting(_ rows: SnapshotRows, _ name: String, _ period: SnapshotPeriod) throws -> ArrowTable {
        let table = try fitting(rows, period)
        guard let label = table.index(of: SnapshotRows.label), try table.doubles(label).contains(1) else {
            throw ModelingError.noConversions(name, period)
        }
        return table
    }
}
