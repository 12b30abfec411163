package import Base
package import DuckDB
package import Snapshots

/// The differences between two sets of snapshots of the same portals on one Sunday.
package enum SnapshotDifferences {
    /// Compares the usage and the firmographics of the snapshots.
    ///
    /// - Returns: The columns that differ, with the number of portals. `portals on the list` stands for portals that
    ///   only one set has.
    package static func columns(
        _ left: SnapshotSet, _ right: SnapshotSet, on sunday: Day, connection: Connection
    ) throws -> [(name: String, portals: Int)] {
        let columns =
            left.usageColumns + left.nullableColumns
            + left.firmographics.flatMap { [$0.given] + ($0.derived.map { [$0] } ?? []) }
        let counts = columns.map { column in
            "count(*) FILTER (l.__here AND r.__here AND l.\(SQL.identifier(column)) IS DISTINCT FROM r.\(SQL.identifier(column)))"
        }
        return try connection.row(
            """
            SELECT count(*) FILTER (l.__here IS NULL OR r.__here IS NULL), \(unsafe: counts.joined(separator: ", "))
            FROM (\(unsafe: rows(left, sunday))) l FULL JOIN (\(unsafe: rows(right, sunday))) r ON l.__id = r.__id
            """
        ) { row in
            (["portals on the list"] + columns).enumerated().map { ($1, row.int($0)!) }.filter { $0.1 > 0 }
        }
    }

    /// Returns a query for every portal that is free on a Sunday. All counts of a portal without usage are 0.
    private static func rows(_ snapshots: SnapshotSet, _ sunday: Day) -> String {
        let id = "\(SQL.identifier(snapshots.idColumn))::VARCHAR AS __id, true AS __here"
        let date = "DATE '\(sunday)'"
        let usage = snapshots.usageColumns.map(SQL.identifier)
        let nullable = snapshots.nullableColumns.map(SQL.identifier)
        let given = snapshots.firmographics.flatMap { [$0.given] + ($0.derived.map { [$0] } ?? []) }
            .map(SQL.identifier)
        let cold =
            usage.map { "0 AS \($0)" } + SnapshotFiles(snapshots).coldNullable(on: SQL(unsafe: date)).map(\.text)
            + given
        return """
            SELECT \(([id] + usage + nullable + given).joined(separator: ", "))
            FROM \(SnapshotFiles(snapshots).on(sunday).text)
            UNION ALL BY NAME
            SELECT \(([id] + cold).joined(separator: ", "))
            FROM \(SnapshotFiles(snapshots).cold.text)
            WHERE \(date) BETWEEN \(SnapshotColumn.firstDate) AND \(SnapshotColumn.lastDate)
            """
    }
}
