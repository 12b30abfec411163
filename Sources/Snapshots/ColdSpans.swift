internal import Base
internal import DuckDB
internal import Sources

/// Portals on the Sundays before their first usage row. Only their age changes, and it follows from the day of
/// creation, so one row stands for a span.
struct ColdSpans {
    let configuration: WalkSettings
    let schedule: Schedule
    let connection: Connection

    /// Writes one row per portal with its first and last cold Sunday. Writes none under `observed-span`.
    func write(to file: String) throws {
        let select = SnapshotSelect(configuration: configuration, asOf: schedule.asOf, usageColumns: [])
        let first = "DATE '\(schedule.firstSunday)'"
        let asOf = "DATE '\(schedule.asOf)'"
        let isWanted = schedule.population == .all
        try connection.execute(
            """
            COPY (
                SELECT p.id AS \(name: configuration.columns.id),
                    p.first AS \(unsafe: SnapshotColumn.firstDate), p.last AS \(unsafe: SnapshotColumn.lastDate),
                    \(unsafe: select.firmographics)
                    p.created AS \(unsafe: SnapshotColumn.created),
                    CASE WHEN p.close_date <= \(unsafe: asOf) THEN p.close_date END AS \(unsafe: SnapshotColumn.closeDate)
                FROM (
                    SELECT *, greatest(\(unsafe: first), \(unsafe: onOrAfter("created"))) AS first,
                        \(unsafe: onOrBefore("least(\(asOf), first_sunday - 7, CASE WHEN close_date <= \(asOf) THEN close_date - 1 END)"))
                            AS last
                    FROM \(unsafe: CompanyTables.portalsTable) LEFT JOIN (
                        SELECT portal, \(unsafe: onOrAfter("day")) AS first_sunday FROM \(unsafe: FirstUsage.relation)
                    ) USING (portal)
                ) p
                WHERE \(unsafe: isWanted) AND p.excluded IS NULL AND p.first <= p.last ORDER BY p.portal
            ) TO \(literal: file) (\(unsafe: PartWriter.format))
            """)
    }

    private var isoDay: Int { schedule.weekday.index + 1 }

    private func onOrAfter(_ day: String) -> String { "(\(day) + ((\(isoDay) - isodow(\(day)) + 7) % 7)::INTEGER)" }

    private func onOrBefore(_ day: String) -> String { "(\(day) - ((isodow(\(day)) - \(isoDay) + 7) % 7)::INTEGER)" }
}
