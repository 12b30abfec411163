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
        let first = SQL(literal: schedule.firstSunday)
        let asOf = SQL(literal: schedule.asOf)
        let isWanted = schedule.population == .all
        try connection.execute(
            """
            COPY (
                SELECT p.id AS \(name: configuration.columns.id),
                    p.first AS \(name: SnapshotColumn.firstDate), p.last AS \(name: SnapshotColumn.lastDate),
                    \(select.firmographics)
                    p.created AS \(name: SnapshotColumn.created),
                    CASE WHEN p.close_date <= \(asOf) THEN p.close_date END AS \(name: SnapshotColumn.closeDate)
                FROM (
                    SELECT *, greatest(\(first), \(onOrAfter("created"))) AS first,
                        \(onOrBefore("least(\(asOf), first_sunday - 7, CASE WHEN close_date <= \(asOf) THEN close_date - 1 END)"))
                            AS last
                    FROM \(name: CompanyTables.portalsTable) LEFT JOIN (
                        SELECT portal, \(onOrAfter("day")) AS first_sunday FROM \(FirstUsage.relation)
                    ) USING (portal)
                ) p
                WHERE \(literal: isWanted) AND p.excluded IS NULL AND p.first <= p.last ORDER BY p.portal
            ) TO \(literal: file) (\(PartWriter.format))
            """)
    }

    private var isoDay: SQL { SQL(literal: schedule.weekday.index + 1) }

    private func onOrAfter(_ day: SQL) -> SQL { "(\(day) + ((\(isoDay) - isodow(\(day)) + 7) % 7)::INTEGER)" }

    private func onOrBefore(_ day: SQL) -> SQL { "(\(day) - ((isodow(\(day)) - \(isoDay) + 7) % 7)::INTEGER)" }
}
