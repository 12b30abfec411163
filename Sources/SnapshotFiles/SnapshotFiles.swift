internal import DuckDB
package import ProspectCore

/// The snapshot files of a run as table expressions: what one stage writes, and several read.
///
/// Once all its rows have left every window, nothing of a portal changes but the time since the last, until it has another
/// row. Such a portal is dormant, and one row stands for all those Sundays. Whoever reads snapshots gets them back one by
/// one.
package struct SnapshotFiles: Sendable {
    private let snapshots: SnapshotSet

    package init(_ snapshots: SnapshotSet) { self.snapshots = snapshots }

    /// Every snapshot of a portal that had had a usage row, one row for each Sunday.
    package var all: String {
        let explicit = "SELECT * FROM \(explicitFile)"
        return dormantFile.map { "(\(explicit) UNION ALL \(awake("(\(Self.sundays(of: $0)))")))" } ?? "(\(explicit))"
    }

    /// Those of one Sunday.
    package func on(_ sunday: Day) -> String {
        let date = "DATE '\(sunday)'"
        let explicit = "SELECT * FROM \(explicitFile) WHERE \(Self.day) = \(date)"
        return dormantFile.map { file in
            let rows = """
                (SELECT *, (\(date) - \(Self.day)) // 7 AS \(Self.week) FROM \(file)
                WHERE \(date) BETWEEN \(Self.day) AND \(SnapshotColumn.lastDate))
                """
            return "(\(explicit) UNION ALL \(awake(rows)))"
        } ?? "(\(explicit))"
    }

    /// Those of the Sundays of a period.
    package func during(_ period: Split.Period) -> String { during([period]) }

    /// Those of the Sundays of any of several periods.
    package func during(_ periods: [Split.Period]) -> String {
        func isInside(_ day: String) -> String {
            periods.map { "(\($0.holds(day)))" }.joined(separator: " OR ")
        }
        let explicit = "SELECT * FROM \(explicitFile) WHERE \(isInside(Self.day))"
        return dormantFile.map { file in
            let rows = "(\(Self.sundays(of: file)) WHERE \(isInside("(\(Self.day) + 7 * \(Self.week)::INTEGER)")))"
            return "(\(explicit) UNION ALL \(awake(rows)))"
        } ?? "(\(explicit))"
    }

    /// The portals on the Sundays before their first usage row: one row for each, with its first and last such Sunday.
    package var cold: String { SQL.parquet(in: snapshots.coldFolder) }

    private static let day = SQL.identifier(SnapshotColumn.date)
    /// Weeks since the first Sunday of a dormant span.
    private static let week = "__week"

    private var explicitFile: String { SQL.parquet(in: snapshots.snapshotsFolder) }
    private var dormantFile: String? { snapshots.dormant.map { SQL.parquet(in: $0.folder) } }

    private static func sundays(of file: String) -> String {
        """
        SELECT * FROM (
            SELECT *, unnest(range(0, (\(SnapshotColumn.lastDate) - \(day)) // 7 + 1)) AS \(week) FROM \(file))
        """
    }

    /// The snapshots for which rows of dormant spans stand, each with its `week`.
    private func awake(_ rows: String) -> String {
        let date = "(\(Self.day) + 7 * \(Self.week)::INTEGER)"
        var columns = snapshots.nullableColumns.map { column in
            let name = SQL.identifier(column)
            return "(\(name) + 7 * \(Self.week))::INTEGER AS \(name)"
        }
        if snapshots.featureSet == .extended {
            for signal in SnapshotColumn.decayedSignals {
                for halfLife in SnapshotColumn.halfLives {
                    let name = SQL.identifier(SnapshotColumn.decayed(signal, halfLife: halfLife))
                    columns.append("(\(name)::DOUBLE * pow(2, -\(Self.week) / \(halfLife)))::FLOAT AS \(name)")
                }
            }
        }
        let horizon = snapshots.horizon
        columns += [
            "\(date) AS \(Self.day)",
            """
            coalesce(\(SnapshotColumn.closeDate) <= \(date) + \(horizon), false)::INTEGER AS \(snapshots.labelColumn)
            """,
            "\(date) + \(horizon) <= DATE '\(snapshots.asOf)' AS \(SnapshotColumn.matured)",
        ]
        return """
            SELECT * EXCLUDE (\(SnapshotColumn.lastDate), \(Self.week)) REPLACE (\(columns.joined(separator: ", ")))
            FROM \(rows)
            """
    }
}

extension Split.Period {
    /// Whether a day is a Sunday of the period, in SQL; the day is a Sunday.
    package func holds(_ day: String) -> String {
        "\(day) BETWEEN DATE '\(first)' AND DATE '\(last)' AND (DATE '\(last)' - \(day)) % \(7 * step) = 0"
    }
}
