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
    func sql(walk: String, portals: Range<Int>, others: [String] = []) -> String {
        let usage = usageColumns.map { "w.\(SQL.identifier($0))" }
        let label = SnapshotColumn.label(horizon: configuration.snapshots.horizon)
        return """
            SELECT p.id AS \(SQL.identifier(configuration.columns.id)), \(usage.joined(separator: ", ")),
                \(age)\(firmographics)
                p.known_close AS \(SnapshotColumn.closeDate), w.\(label), w.\(SnapshotColumn.matured)\(others.map { ", w.\($0)" }.joined())
            FROM \(walk) w JOIN (
                SELECT *, CASE WHEN close_date <= DATE '\(asOf)' THEN close_date END AS known_close
                FROM \(CompanyTables.portalsTable)
                WHERE portal BETWEEN \(portals.lowerBound) AND \(portals.upperBound - 1) AND excluded IS NULL
            ) p ON p.portal = w.portal
            """
    }

    /// The days since the portal was created, in the extended set. Usage proves that the portal existed. A creation
    /// date after the first Sunday on which the portal was seen therefore counts as unknown, from the first snapshot
    /// on.
    private var age: String {
        guard configuration.features.set == .extended else { return "" }
        let firstSeen = "w.\(SnapshotColumn.date) - w.\(SnapshotColumn.daysSinceFirstSeen)"
        return """
            (CASE WHEN p.created <= \(firstSeen) THEN w.\(SnapshotColumn.date) - p.created END)::INTEGER
                AS \(SnapshotColumn.daysSinceCreated),
            """
    }

    /// Each firmographic as in the tables, followed by the derived numbers, each with a trailing comma, because there
    /// may be none.
    var firmographics: String {
        let given = configuration.firmographics.map(\.column)
        let derived = configuration.firmographics.filter { $0.kind != .category }.map(\.featureColumn)
        return (given + derived).map { "p.\(SQL.identifier($0)), " }.joined()
    }
}
