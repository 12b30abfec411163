internal import DuckDB
internal import ProspectCore

/// The query that delivers raw usage to the walk, which puts it in the order of portal and day.
struct UsageQuery {
    let columns: ColumnNames
    let asOf: Day

    /// Usage up to the run's Sunday of the portals in a range.
    func sql(portals: Range<Int>?) -> String {
        let range = portals.map { "portal BETWEEN \($0.lowerBound) AND \($0.upperBound - 1) AND " } ?? ""
        return """
            SELECT portal, day, \(SQL.identifiers(columns.counts))
            FROM \(CompanyTables.usageTable)
            WHERE \(range)day <= DATE '\(asOf)'
            """
    }
}
