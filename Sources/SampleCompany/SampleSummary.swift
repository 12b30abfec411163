package import Base

/// The numbers and files of a written sample company.
package struct SampleSummary: Equatable, Sendable {
    /// The number of rows in the customers table, which are the conversions.
    package let customers: Int
    /// The number of rows in the free portals' table.
    package let noncustomers: Int
    /// The number of rows in the usage table.
    package let usageRows: Int
    /// The first day of the history. The first usage row may be later.
    package let from: Day
    /// The last day of the history.
    package let until: Day
    /// The files: customers, free portals, usage.
    package let files: [String]
}
