internal import Arrow
internal import DuckDB
internal import ProspectCore

/// Reads the rows of periods, with categories learned from one of them.
struct PeriodReader {
    let snapshots: SnapshotSet
    let features: FeatureSet
    let connection: Connection
    let cancellation: Cancellation

    /// The rows' queries, with categories learned from a period. They hold until the next call.
    func rows(learnedOn period: Split.Period) throws -> SnapshotRows {
        let categories = try CategoryDictionaries(snapshots, features: features, period: period, connection: connection)
        try categories.createTables(connection)
        return SnapshotRows(snapshots: snapshots, features: features, categories: categories)
    }

    /// The result of a query over a period.
    ///
    /// - Parameter name: Of the period, for the error.
    /// - Throws: `ModelingError` where none of the rows converted.
    func table(_ sql: String, _ name: String, _ period: Split.Period) throws -> ArrowTable {
        try cancellation.check()
        let table = try ArrowTable.read(connection.arrowStream(sql))
        guard let label = table.index(of: SnapshotRows.label), try table.doubles(label).contains(1) else {
            throw ModelingError.noConversions(name, period)
        }
        return table
    }
}
