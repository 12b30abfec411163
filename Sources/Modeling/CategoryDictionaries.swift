internal import DuckDB
internal import ProspectCore

/// The codes of category values, learned from a training period.
///
/// Codes count from 1 in the order of the names. A value that is rare or was never seen has code 0, a missing
/// value has none.
struct CategoryDictionaries {
    /// Portals that a value needs for a code of its own.
    static let minimumPortals = 20

    let columns: [String]
    let values: [String: [String]]

    init(columns: [String], values: [String: [String]]) {
        self.columns = columns
        self.values = values
    }

    /// Learns the dictionaries from the snapshots of a period.
    init(_ snapshots: SnapshotSet, features: FeatureSet, period: Split.Period, connection: Connection) throws {
        columns = features.categorical
        let rows = SnapshotRows(
            snapshots: snapshots, features: features, categories: CategoryDictionaries(columns: [], values: [:]))
        var values: [String: [String]] = [:]
        for column in columns {
            values[column] = try connection.rows(rows.categoryCounts(column, period)) {
                ($0.string(0)!, $0.int(1)!)
            }.filter { $0.1 >= Self.minimumPortals }.map(\.0)
        }
        self.values = values
    }

    /// Creates the tables that `joins` refers to.
    func createTables(_ connection: Connection) throws {
        for (index, column) in columns.enumerated() {
            let names = SQL.list(values[column] ?? [])
            try connection.execute(
                """
                CREATE OR REPLACE TEMP TABLE category_\(index) AS
                SELECT name, code FROM (SELECT unnest(\(names)) AS name, generate_subscripts(\(names), 1) AS code)
                """)
        }
    }

    /// Joins each dictionary to rows that carry the columns.
    var joins: String {
        columns.enumerated().map { index, column in
            "LEFT JOIN category_\(index) ON category_\(index).name = \(SQL.identifier(column))"
        }.joined(separator: " ")
    }

    /// The code of a column's value.
    func code(of column: String) -> String {
        guard let index = columns.firstIndex(of: column) else { return "NULL" }
        return "CASE WHEN \(SQL.identifier(column)) IS NOT NULL THEN coalesce(category_\(index).code, 0) END"
    }
}
