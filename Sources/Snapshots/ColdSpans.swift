internal import Base
internal import DuckDB
internal import Sources

/// Portals on the Sundays before their first usage row: nothing of theirs changes but their age, which follows from the day on
/// which they were created, so one row stands for a span.
struct ColdSpans {
    let configuration: WalkSettings
    let schedule: Schedule
    let connection: Connection

    /// Writes one row per portal with its first and last cold Sunday; none under `observed-span`.
    func write(to file: String) throws {
        let select = SnapshotSelect(configuration: configuration, asOf: schedule.asOf, usageColumns: [])
        let first = "DATE '\(schedule.firstSunday)'"
        let asOf = "DATE '\(schedule.asOf)'"
        let isWanted = schedule.population == .all
        try connection.execute(
            """
            COPY (
                SELECT p.id AS \(SQL.identifier(configuration.columns.id)),
                    p.first AS \(SnapshotColumn.firstDate), p.last AS \(SnapshotColumn.lastDate),
                    \(select.firmographics)
                    p.created AS \(SnapshotColumn.created),
                    CASE WHEN p.close_date <= \(asOf) THEN p.close_date END AS \(SnapshotColumn.closeDate)
                FROM (
                    SELECT *, greatest(\(first), \(onOrAfter("created"))) AS first,
                        \(onOrBefore("least(\(asOf), first_sunday - 7, CASE WHEN close_date <= \(asOf) THEN close_date - 1 END)"))
                            AS last
                    FROM \(CompanyTables.portalsTable) LEFT JOIN (
                        SELECT portal, \(onOrAfter("day")) AS first_sunday FROM \(FirstUsage.relation)
                    ) USING (portal)
                ) p
                WHERE \(isWanted) AND p.excluded IS NULL AND p.first <= p.last ORDER BY p.portal
            ) TO \(SQL.literal(file)) (\(PartWriter.format))
            """)
    }

    private var isoDay: Int { schedule.weekday.index + 1 }

    private func onOrAfter(_ day: String) -> String { "(\(day) + ((\(isoDay) - isodow(\(day)) + 7) % 7)::INTEGER)" }

    private func onOrBefore(_ day: String) -> String { "(\(day) - ((isodow(\(day)) - \(isoDay) + 7) % 7)::INTEGER)" }
}
