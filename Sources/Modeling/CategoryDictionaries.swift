internal import DuckDB
internal import Snapshots

/// The codes of category values, learned from a training period.
///
/// Codes start at 1 and follow the order of the names. A rare or unseen value has code 0. A missing value has no code.
struct CategoryDictionaries: Equatable, Sendable {
    /// The number of portals that a value needs for a code of its own.
    static let minimumPortals = 20

    /// The category features.
    private let features: [TrainedModel.Feature]
    /// The values that have a code, by feature, in the order of the codes.
    let values: [String: [String]]

    init(_ features: FeatureSet, values: [String: [String]]) {
        self.features = features.features.filter(\.isCategorical)
        self.values = values
    }

    /// Learns the dictionaries from the snapshots of a period.
    init(_ snapshots: SnapshotSet, features: FeatureSet, period: SnapshotPeriod, connection: Connection) throws {
        self = try Self.learned(snapshots, features: features, periods: [period], connection: connection)[0]
    }

    /// The maximum of portals times periods in one query, which keeps a number for each.
    private static let mostMarks = 20_000_000

    /// Learns dictionaries from the snapshots of each of several periods.
    static func learned(
        _ snapshots: SnapshotSet, features: FeatureSet, periods: [SnapshotPeriod], connection: Connection
    ) throws -> [CategoryDictionaries] {
        let rows = SnapshotRows(
            snapshots: snapshots, features: features, categories: CategoryDictionaries(features, values: [:]))
        let atOnce = max(1, mostMarks / max(1, snapshots.company.known))
        return try stride(from: 0, to: periods.count, by: atOnce).flatMap { first in
            let some = Array(periods[first..<min(first + atOnce, periods.count)])
            var values = some.map { _ in [String: [String]]() }
            for feature in features.features where feature.isCategorical {
                let counts = try connection.rows(SQL(unsafe: rows.categoryCounts(feature.expression, some))) { row in
                    (name: row.string(0)!, portals: some.indices.map { row.int(1 + $0)! })
                }
                for period in some.indices {
                    values[period][feature.name] =
                        counts.filter { $0.portals[period] >= minimumPortals }.map(\.name)
                }
            }
            return values.map { CategoryDictionaries(features, values: $0) }
        }
    }

    /// Creates the tables that `joins` refers to.
    func createTables(_ connection: Connection) throws {
        for (index, feature) in features.enumerated() {
            let names = SQL.list(values[feature.name] ?? [])
            try connection.execute(
                """
                CREATE OR REPLACE TEMP TABLE category_\(unsafe: index) AS
                SELECT unnest(\(unsafe: names)) AS __name, generate_subscripts(\(unsafe: names), 1) AS __code
                """)
        }
    }

    /// The joins of the dictionaries with rows that have the columns.
    var joins: String {
        features.enumerated().map { index, feature in
            "LEFT JOIN category_\(index) ON category_\(index).__name = \(feature.expression)"
        }.joined(separator: " ")
    }

    /// Returns the SQL for the code of a feature's value.
    func code(of feature: TrainedModel.Feature) -> String {
        guard let index = features.firstIndex(of: feature) else { return "NULL" }
        return "CASE WHEN \(feature.expression) IS NOT NULL THEN coalesce(category_\(index).__code, 0) END"
    }
}
