internal import Base
internal import DuckDB
internal import Sources

/// The columns of a snapshot file, in order.
struct SnapshotSelect {
    let configuration: WalkSettings
    let asOf: Day
    /// The usage columns of the walk, the snapshot day first.
    let usageColumns: [String]

    /// Returns a query that joins the walk with the known facts about the portal.
    ///
    /// - Parameter others: Further columns of the walk, which come last.
    func sql(walk: SQL, portals: Range<Int>, others: [String] = []) -> SQL {
        let usage = usageColumns.map { "w.\(name: $0)" as SQL }
        let label = SQL(name: SnapshotColumn.label(horizon: configuration.snapshots.horizon))
        return """
            SELECT p.id AS \(name: configuration.columns.id), \(usage.joined(separator: ", ")),
                \(age)\(firmographics)
                p.known_close AS \(name: SnapshotColumn.closeDate), w.\(label), w.\(name: SnapshotColumn.matured)\(others.map { ", w.\(name: $0)" as SQL }.joined())
            FROM \(walk) w JOIN (
                SELECT *, CASE WHEN close_date <= \(literal: asOf) THEN close_date END AS known_close
                FROM \(name: CompanyTables.portalsTable)
                WHERE portal BETWEEN \(literal: portals.lowerBound) AND \(literal: portals.upperBound - 1) AND excluded IS NULL
            ) p ON p.portal = w.portal
            """
    }

    /// The days since the portal was created, in the extended set. Usage proves that the portal existed. A creation
    /// date after the first Sunday on which the portal was seen therefore counts as unknown, from the first snapshot
    /// on.
    private var age: SQL {
        guard configuration.features.set == .extended else { return "" }
        let firstSeen: SQL = "w.\(name: SnapshotColumn.date) - w.\(name: SnapshotColumn.daysSinceFirstSeen)"
        return """
            (CASE WHEN p.created <= \(firstSeen) THEN w.\(name: SnapshotColumn.date) - p.created END)::INTEGER
                AS \(name: SnapshotColumn.daysSinceCreated),
            """
    }

    /// Each firmographic as in the tables, followed by the derived numbers, each with a trailing comma, because there
    /// may be none.
    var firmographics: SQL {
        let given = configuration.firmographics.map(\.column)
        let derived = configuration.firmographics.filter { $0.kind != .category }.map(\.featureColumn)
        return (given + derived).map { "p.\(name: $0), " as SQL }.joined()
    }
}
