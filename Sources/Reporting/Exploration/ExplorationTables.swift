internal import Base
internal import DuckDB
internal import Snapshots

/// The snapshots in the form that the exploration counts. Cold portals stay spans of Sundays, weighted by their number.
/// All connections of the database see the tables.
struct ExplorationTables {
    /// The table with `__id`, `__first`, `__last`, `__close`, `__created`, the firmographics, and the numbers of
    /// Sundays of the span: all (`__weeks`), matured ones (`__matured`), and those followed by a conversion
    /// (`__found`).
    static let spans = "explored_spans"
    /// The table with `__id`, `__month`, `__rows`, `__found` of matured snapshots, and the values of the breakdowns as
    /// `__v0`, `__v1`.
    static let months = "explored_months"

    let snapshots: SnapshotSet
    /// The SQL for the values of the breakdowns.
    let breakdowns: [String]
    let connection: Connection

    /// A query for the snapshots of portals that had a usage row before.
    var explicit: String { SnapshotFiles(snapshots).all.text }
    var id: String { "\(SQL.identifier(snapshots.idColumn))::VARCHAR" }

    /// The last Sunday whose outcomes are all known. It may lie before the first Sunday.
    var lastMatured: Day { snapshots.lastMatured }

    static func isFirmographic(_ column: SnapshotSet.FirmographicColumn) -> [String] {
        [column.given] + (column.derived.map { [$0] } ?? [])
    }

    func createSpans() throws {
        try connection.execute("CREATE OR REPLACE TABLE \(unsafe: Self.spans) AS \(unsafe: spanRows)")
    }

    /// Creates the table of months. The spans must exist.
    func createMonths() throws {
        try connection.execute("CREATE OR REPLACE TABLE \(unsafe: Self.months) AS \(unsafe: monthRows)")
    }

    func drop() throws {
        for table in [Self.spans, Self.months] { try connection.execute("DROP TABLE IF EXISTS \(unsafe: table)") }
    }

    private var spanRows: String {
        let firmographics = snapshots.firmographics.flatMap(Self.isFirmographic).map(SQL.identifier)
        let (first, last) = (SnapshotColumn.firstDate, SnapshotColumn.lastDate)
        return """
            SELECT *, (__last - __first) // 7 + 1 AS __weeks,
                \(Self.sundays(from: "__first", to: "__end")) AS __matured,
                CASE WHEN __close IS NULL THEN 0
                    ELSE \(Self.sundays(from: "greatest(__first, __close - \(snapshots.horizon))", to: "__end")) END AS __found
            FROM (
                SELECT \(id) AS __id, \(first) AS __first, \(last) AS __last, \(SnapshotColumn.closeDate) AS __close,
                    least(\(last), DATE '\(lastMatured)') AS __end, \(SnapshotColumn.created) AS __created
                    \(firmographics.map { ", " + $0 }.joined())
                FROM \(SnapshotFiles(snapshots).cold.text))
            """
    }

    /// Returns the number of Sundays of a span between two days. The span begins on `__first`.
    private static func sundays(from: String, to: String) -> String {
        "greatest(0, CASE WHEN \(to) < \(from) THEN 0 ELSE (\(to) - __first) // 7 - (\(from) - __first + 6) // 7 + 1 END)"
    }

    private var monthRows: String {
        func values(_ expression: (String) -> String) -> String {
            breakdowns.enumerated().map { ", \(expression($1)) AS __v\($0)" }.joined()
        }
        let names = breakdowns.indices.map { ", any_value(__v\($0)) AS __v\($0)" }.joined()
        let from = "greatest(__first, __month)"
        let to = "least(__end, (__month + INTERVAL 1 MONTH)::DATE - 1)"
        return """
            SELECT __id, __month, sum(__rows)::BIGINT AS __rows, sum(__found)::BIGINT AS __found \(names)
            FROM (
                SELECT \(id) AS __id, date_trunc('month', \(SnapshotColumn.date))::DATE AS __month, count(*) AS __rows,
                    sum(\(snapshots.labelColumn)) AS __found \(values { "any_value(\($0))" })
                FROM \(explicit) WHERE \(SnapshotColumn.matured) GROUP BY 1, 2
                UNION ALL
                SELECT __id, __month, \(Self.sundays(from: from, to: to)),
                    CASE WHEN __close IS NULL THEN 0
                        ELSE \(Self.sundays(from: "greatest(\(from), __close - \(snapshots.horizon))", to: to)) END
                    \(breakdowns.indices.map { ", __v\($0)" }.joined())
                FROM (
                    SELECT __id, __first, __end, __close,
                        unnest(generate_series(date_trunc('month', __first), date_trunc('month', __end), INTERVAL 1 MONTH))::DATE
                            AS __month \(values { $0 })
                    FROM \(Self.spans) WHERE __first <= __end))
            WHERE __rows > 0 GROUP BY 1, 2
            """
    }
}
