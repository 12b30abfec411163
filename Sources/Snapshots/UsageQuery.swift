internal import DuckDB
internal import ProspectCore

/// The query that brings raw usage into the order in which the walk reads it: by portal, then by day.
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
            ORDER BY portal, day
            """
    }
}
