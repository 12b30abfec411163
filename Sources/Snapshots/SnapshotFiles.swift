package import Base
package import DuckDB

/// The snapshot files of a run as table expressions. One stage writes them and several read them.
///
/// Once all rows of a portal have left every window, only the time since the last row changes until the next row. Such
/// a portal is dormant, and one row stands for all those Sundays. Readers get the snapshots back one by one.
package struct SnapshotFiles: Sendable {
    private let snapshots: SnapshotSet

    package init(_ snapshots: SnapshotSet) { self.snapshots = snapshots }

    /// Every snapshot of a portal that had a usage row before, one row for each Sunday.
    package var all: SQL {
        let explicit: SQL = "SELECT * FROM \(explicitFile)"
        return dormantFile.map { "(\(explicit) UNION ALL \(awake("(\(Self.sundays(of: $0)))")))" } ?? "(\(explicit))"
    }

    /// Returns the snapshots of one Sunday.
    package func on(_ sunday: Day) -> SQL {
        let date = SQL(literal: sunday)
        let explicit: SQL = "SELECT * FROM \(explicitFile) WHERE \(Self.day) = \(date)"
        return dormantFile.map { file in
            let rows: SQL = """
                (SELECT *, (\(date) - \(Self.day)) // 7 AS \(Self.week) FROM \(file)
                WHERE \(date) BETWEEN \(Self.day) AND \(name: SnapshotColumn.lastDate))
                """
            return "(\(explicit) UNION ALL \(awake(rows)))"
        } ?? "(\(explicit))"
    }

    /// Returns the snapshots on the Sundays of a period.
    package func during(_ period: SnapshotPeriod) -> SQL { during([period]) }

    /// Returns the snapshots on the Sundays of any of several periods.
    package func during(_ periods: [SnapshotPeriod]) -> SQL {
        func isInside(_ day: SQL) -> SQL {
            periods.map { "(\($0.holds(day)))" as SQL }.joined(separator: " OR ")
        }
        let explicit: SQL = "SELECT * FROM \(explicitFile) WHERE \(isInside(Self.day))"
        return dormantFile.map { file in
            let rows: SQL = "(\(Self.sundays(of: file)) WHERE \(isInside("(\(Self.day) + 7 * \(Self.week)::INTEGER)")))"
            return "(\(explicit) UNION ALL \(awake(rows)))"
        } ?? "(\(explicit))"
    }

    /// The portals on the Sundays before their first usage row: one row for each portal, with its first and last such
    /// Sunday.
    package var cold: SQL { SQL(parquetIn: snapshots.coldFolder) }

    /// Returns the columns that may be null with their values for a cold portal on a day, each with its name.
    ///
    /// - Parameter date: The day, in SQL. nil: the rows are those of `coldByAge`, which contain the age.
    package func coldNullable(on date: SQL?) -> [SQL] {
        snapshots.nullableColumns.map { column in
            let name = SQL(name: column)
            guard column == SnapshotColumn.daysSinceCreated else { return "NULL AS \(name)" }
            return date.map { "(\($0) - \(name: SnapshotColumn.created))::INTEGER AS \(name)" as SQL } ?? name
        }
    }

    /// The age in days from which portals are no longer distinguished by it: 104 weeks.
    package static let oldAge = 728

    /// Returns the cold spans, cut so that a row is valid for all its Sundays. If the day of creation is known, there
    /// is a row for each Sunday of some periods until the portal is old, and one for all later Sundays. The age is
    /// `DAYS_SINCE_CREATED`.
    package func coldByAge(_ periods: [SnapshotPeriod]) -> SQL {
        guard snapshots.featureSet == .extended, let first = periods.map(\.first).min(),
            let last = periods.map(\.last).max()
        else { return cold }
        return cutByAge(
            first: first, last: last,
            where: periods.map { "(\($0.holds("__sunday")))" as SQL }.joined(separator: " OR "))
    }

    /// A query for the maximum number of different training rows of cold portals. It is null if no day of creation is
    /// known.
    package var countColdRows: SQL {
        guard snapshots.featureSet == .extended else { return "SELECT NULL" }
        let firmographics = snapshots.firmographics.flatMap { [$0.given] + ($0.derived.map { [$0] } ?? []) }
        let columns = firmographics.map { SQL(name: $0) } + [Self.ageStep(SQL(name: SnapshotColumn.daysSinceCreated))]
        let cut = cutByAge(first: snapshots.firstSunday, last: snapshots.asOf, where: "true")
        // There are rows with each of the two labels.
        return """
            SELECT CASE WHEN (SELECT count(\(name: SnapshotColumn.created)) FROM \(cold)) > 0 THEN
                (SELECT 2 * count(*) FROM (SELECT DISTINCT \(columns.joined(separator: ", ")) FROM \(cut))) END
            """
    }

    /// Returns an age in days at the resolution of models: days within the first four weeks, then weeks.
    package static func ageStep(_ age: SQL) -> SQL {
        // A comparison with an unknown age is not true, so the age stays unknown.
        "CASE WHEN \(age) < 28 THEN \(age) WHEN \(age) >= 28 THEN least(\(age) // 7 * 7, \(literal: oldAge)) END"
    }

    private func cutByAge(first: Day, last: Day, where isWanted: SQL) -> SQL {
        let created = SQL(name: SnapshotColumn.created)
        let (start, end) = (SQL(name: SnapshotColumn.firstDate), SQL(name: SnapshotColumn.lastDate))
        let from: SQL = "greatest(\(start), \(literal: first))"
        let until: SQL = "least(\(end), \(literal: last), \(created) + \(literal: Self.oldAge - 1))"
        let old: SQL =
            "(\(start) + (greatest(0, \(created) + \(literal: Self.oldAge) - \(start) + 6) // 7 * 7)::INTEGER)"
        let age = SQL(name: SnapshotColumn.daysSinceCreated)
        return """
            (SELECT *, NULL::INTEGER AS \(age) FROM \(cold) WHERE \(created) IS NULL
            UNION ALL
            SELECT * EXCLUDE (__sunday) REPLACE (__sunday AS \(start), __sunday AS \(end)),
                (__sunday - \(created))::INTEGER
            FROM (SELECT *, (\(from) + 7 * unnest(range(0, (\(until) - \(from)) // 7 + 1))::INTEGER)::DATE AS __sunday
                FROM \(cold) WHERE \(created) IS NOT NULL AND \(from) <= \(until))
            WHERE \(isWanted)
            UNION ALL
            SELECT * REPLACE (\(old) AS \(start)), \(literal: Self.oldAge) FROM \(cold)
            WHERE \(created) IS NOT NULL AND \(old) <= \(end))
            """
    }

    private static let day = SQL(name: SnapshotColumn.date)
    /// The number of weeks since the first Sunday of a dormant span.
    private static let week: SQL = "__week"

    private var explicitFile: SQL { SQL(parquetIn: snapshots.snapshotsFolder) }
    private var dormantFile: SQL? { snapshots.dormant.map { SQL(parquetIn: $0.folder) } }

    private static func sundays(of file: SQL) -> SQL {
        """
        SELECT * FROM (
            SELECT *, unnest(range(0, (\(name: SnapshotColumn.lastDate) - \(day)) // 7 + 1)) AS \(week) FROM \(file))
        """
    }

    /// Returns the snapshots that rows of dormant spans stand for, each with its `week`.
    private func awake(_ rows: SQL) -> SQL {
        let date: SQL = "(\(Self.day) + 7 * \(Self.week)::INTEGER)"
        var columns: [SQL] = snapshots.nullableColumns.map { column in
            let name = SQL(name: column)
            return "(\(name) + 7 * \(Self.week))::INTEGER AS \(name)"
        }
        if snapshots.featureSet == .extended {
            for signal in SnapshotColumn.decayedSignals {
                for halfLife in SnapshotColumn.halfLives {
                    let name = SQL(name: SnapshotColumn.decayed(signal, halfLife: halfLife))
                    columns.append("(\(name)::DOUBLE * pow(2, -\(Self.week) / \(literal: halfLife)))::FLOAT AS \(name)")
                }
            }
        }
        let horizon = SQL(literal: snapshots.horizon)
        columns += [
            "\(date) AS \(Self.day)",
            """
            coalesce(\(name: SnapshotColumn.closeDate) <= \(date) + \(horizon), false)::INTEGER AS \(name: snapshots.labelColumn)
            """,
            "\(date) + \(horizon) <= \(literal: snapshots.labelsThrough) AS \(name: SnapshotColumn.matured)",
        ]
        return """
            SELECT * EXCLUDE (\(name: SnapshotColumn.lastDate), \(Self.week)) REPLACE (\(columns.joined(separator: ", ")))
            FROM \(rows)
            """
    }
}

extension SnapshotPeriod {
    /// Returns a condition that a Sunday belongs to the period, in SQL.
    package func holds(_ day: SQL) -> SQL {
        "\(day) BETWEEN \(literal: first) AND \(literal: last) AND (\(literal: last) - \(day)) % \(literal: 7 * step) = 0"
    }
}
