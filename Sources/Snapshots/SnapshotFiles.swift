package import Base
internal import DuckDB

/// The snapshot files of a run as table expressions. One stage writes them and several read them.
///
/// Once all rows of a portal have left every window, only the time since the last row changes until the next row. Such
/// a portal is dormant, and one row stands for all those Sundays. Readers get the snapshots back one by one.
package struct SnapshotFiles: Sendable {
    private let snapshots: SnapshotSet

    package init(_ snapshots: SnapshotSet) { self.snapshots = snapshots }

    /// Every snapshot of a portal that had a usage row before, one row for each Sunday.
    package var all: String {
        let explicit = "SELECT * FROM \(explicitFile)"
        return dormantFile.map { "(\(explicit) UNION ALL \(awake("(\(Self.sundays(of: $0)))")))" } ?? "(\(explicit))"
    }

    /// Returns the snapshots of one Sunday.
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

    /// Returns the snapshots on the Sundays of a period.
    package func during(_ period: SnapshotPeriod) -> String { during([period]) }

    /// Returns the snapshots on the Sundays of any of several periods.
    package func during(_ periods: [SnapshotPeriod]) -> String {
        func isInside(_ day: String) -> String {
            periods.map { "(\($0.holds(day)))" }.joined(separator: " OR ")
        }
        let explicit = "SELECT * FROM \(explicitFile) WHERE \(isInside(Self.day))"
        return dormantFile.map { file in
            let rows = "(\(Self.sundays(of: file)) WHERE \(isInside("(\(Self.day) + 7 * \(Self.week)::INTEGER)")))"
            return "(\(explicit) UNION ALL \(awake(rows)))"
        } ?? "(\(explicit))"
    }

    /// The portals on the Sundays before their first usage row: one row for each portal, with its first and last such
    /// Sunday.
    package var cold: String { SQL.parquet(in: snapshots.coldFolder) }

    /// Returns the columns that may be null with their values for a cold portal on a day, each with its name.
    ///
    /// - Parameter date: The day, in SQL. nil: the rows are those of `coldByAge`, which contain the age.
    package func coldNullable(on date: String?) -> [String] {
        snapshots.nullableColumns.map { column in
            let name = SQL.identifier(column)
            guard column == SnapshotColumn.daysSinceCreated else { return "NULL AS \(name)" }
            return date.map { "(\($0) - \(SnapshotColumn.created))::INTEGER AS \(name)" } ?? name
        }
    }

    /// The age in days from which portals are no longer distinguished by it: 104 weeks.
    package static let oldAge = 728

    /// Returns the cold spans, cut so that a row is valid for all its Sundays. If the day of creation is known, there
    /// is a row for each Sunday of some periods until the portal is old, and one for all later Sundays. The age is
    /// `DAYS_SINCE_CREATED`.
    package func coldByAge(_ periods: [SnapshotPeriod]) -> String {
        guard snapshots.featureSet == .extended, let first = periods.map(\.first).min(),
            let last = periods.map(\.last).max()
        else { return cold }
        return cutByAge(
            first: first, last: last,
            where: periods.map { "(\($0.holds("__sunday")))" }.joined(separator: " OR "))
    }

    /// A query for the maximum number of different training rows of cold portals. It is null if no day of creation is
    /// known.
    package var countColdRows: String {
        guard snapshots.featureSet == .extended else { return "SELECT NULL" }
        let firmographics = snapshots.firmographics.flatMap { [$0.given] + ($0.derived.map { [$0] } ?? []) }
        let columns = firmographics.map(SQL.identifier) + [Self.ageStep(SnapshotColumn.daysSinceCreated)]
        let cut = cutByAge(first: snapshots.firstSunday, last: snapshots.asOf, where: "true")
        // There are rows with each of the two labels.
        return """
            SELECT CASE WHEN (SELECT count(\(SnapshotColumn.created)) FROM \(cold)) > 0 THEN
                (SELECT 2 * count(*) FROM (SELECT DISTINCT \(columns.joined(separator: ", ")) FROM \(cut))) END
            """
    }

    /// Returns an age in days at the resolution of models: days within the first four weeks, then weeks.
    package static func ageStep(_ age: String) -> String {
        // A comparison with an unknown age is not true, so the age stays unknown.
        "CASE WHEN \(age) < 28 THEN \(age) WHEN \(age) >= 28 THEN least(\(age) // 7 * 7, \(oldAge)) END"
    }

    private func cutByAge(first: Day, last: Day, where isWanted: String) -> String {
        let created = SnapshotColumn.created
        let (start, end) = (SnapshotColumn.firstDate, SnapshotColumn.lastDate)
        let from = "greatest(\(start), DATE '\(first)')"
        let until = "least(\(end), DATE '\(last)', \(created) + \(Self.oldAge - 1))"
        let old = "(\(start) + (greatest(0, \(created) + \(Self.oldAge) - \(start) + 6) // 7 * 7)::INTEGER)"
        let age = SnapshotColumn.daysSinceCreated
        return """
            (SELECT *, NULL::INTEGER AS \(age) FROM \(cold) WHERE \(created) IS NULL
            UNION ALL
            SELECT * EXCLUDE (__sunday) REPLACE (__sunday AS \(start), __sunday AS \(end)),
                (__sunday - \(created))::INTEGER
            FROM (SELECT *, (\(from) + 7 * unnest(range(0, (\(until) - \(from)) // 7 + 1))::INTEGER)::DATE AS __sunday
                FROM \(cold) WHERE \(created) IS NOT NULL AND \(from) <= \(until))
            WHERE \(isWanted)
            UNION ALL
            SELECT * REPLACE (\(old) AS \(start)), \(Self.oldAge) FROM \(cold)
            WHERE \(created) IS NOT NULL AND \(old) <= \(end))
            """
    }

    private static let day = SQL.identifier(SnapshotColumn.date)
    /// The number of weeks since the first Sunday of a dormant span.
    private static let week = "__week"

    private var explicitFile: String { SQL.parquet(in: snapshots.snapshotsFolder) }
    private var dormantFile: String? { snapshots.dormant.map { SQL.parquet(in: $0.folder) } }

    private static func sundays(of file: String) -> String {
        """
        SELECT * FROM (
            SELECT *, unnest(range(0, (\(SnapshotColumn.lastDate) - \(day)) // 7 + 1)) AS \(week) FROM \(file))
        """
    }

    /// Returns the snapshots that rows of dormant spans stand for, each with its `week`.
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
            "\(date) + \(horizon) <= DATE '\(snapshots.labelsThrough)' AS \(SnapshotColumn.matured)",
        ]
        return """
            SELECT * EXCLUDE (\(SnapshotColumn.lastDate), \(Self.week)) REPLACE (\(columns.joined(separator: ", ")))
            FROM \(rows)
            """
    }
}

extension SnapshotPeriod {
    /// Returns a condition that a Sunday belongs to the period, in SQL.
    package func holds(_ day: String) -> String {
        "\(day) BETWEEN DATE '\(first)' AND DATE '\(last)' AND (DATE '\(last)' - \(day)) % \(7 * step) = 0"
    }
}
