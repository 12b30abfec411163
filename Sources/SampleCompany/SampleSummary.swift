package import Base

/// What was written of a sample company.
package struct SampleSummary: Equatable, Sendable {
    /// Rows of the customers table, which are the conversions.
    package let customers: Int
    /// Rows of the free portals' table.
    package let noncustomers: Int
    /// Rows of the usage table.
    package let usageRows: Int
    /// The first day of the history; the first usage row may be later.
    package let from: Day
    /// The last day of the history.
    package let until: Day
    /// The files: customers, free portals, usage.
    package let files: [String]
}
