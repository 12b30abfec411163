package import Base

/// The three tables, read and checked, as they are in the run's database.
///
/// `portals` has one row per portal: `portal` (INTEGER, dense from 0, in the order of ids), `id` (VARCHAR, as given),
/// `excluded` (VARCHAR, the reason why it cannot be scored, else NULL), `close_date` and `created` (DATE), `mrr`
/// (DOUBLE), and the firmographic columns as given (an ENUM of the texts if there are few, else VARCHAR), with their
/// derived columns.
///
/// `usage` has one row per usage row of a known portal: `portal`, `day` (DATE), and the count columns (UINTEGER). It is
/// a view of the rows that the run keeps outside the database.
package struct CompanyTables: Codable, Equatable, Sendable {
    package static let portalsTable = "portals"
    package static let usageTable = "usage"

    package var portals: Int
    /// The portals that cannot be scored, by reason.
    package var excluded: [ExcludedPortals]
    package var usageRows: Int
    package var firstUsage: Day
    package var lastUsage: Day
    package var lastClose: Day?
    package var cadence: Cadence
    package var clocks: Clocks
    /// Whether the revenue of any customer is known. If not, nothing is said about revenue.
    package var hasRevenue = true

    /// Makes the description of the tables.
    ///
    /// - Parameter clocks: The clocks. nil: usage through its last day, outcomes through the later of that and the last
    ///   close date.
    package init(
        portals: Int, excluded: [ExcludedPortals], usageRows: Int, firstUsage: Day, lastUsage: Day, lastClose: Day?,
        cadence: Cadence, clocks: Clocks? = nil
    ) {
        self.portals = portals
        self.excluded = excluded
        self.usageRows = usageRows
        self.firstUsage = firstUsage
        self.lastUsage = lastUsage
        self.lastClose = lastClose
        self.cadence = cadence
        let usageThrough = cadence == .weekly ? lastUsage + 6 : lastUsage
        self.clocks =
            clocks ?? Clocks(usageThrough: usageThrough, outcomesThrough: max(usageThrough, lastClose ?? usageThrough))
    }
}

/// Portals that are left out of the list, with the reason.
package struct ExcludedPortals: Codable, Equatable, Sendable {
    package var reason: String
    package var count: Int

    package init(reason: String, count: Int) {
        self.reason = reason
        self.count = count
    }
}

/// How often a portal's usage is recorded.
package enum Cadence: String, Codable, Sendable {
    /// Rows fall on any day of the week.
    case daily
    /// All rows fall on one weekday, and each stands for a week.
    case weekly
}
