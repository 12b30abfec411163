internal import Base
internal import DuckDB

/// The numbers of customers and free portals with usage. They show whether the ids of the tables match.
///
/// A model learns from customers' usage before the close date. If there is none, the ids of the tables do not match, or
/// usage was recorded only after customers paid.
package struct TablesMeet: Equatable, Sendable {
    /// The numbers of customers who closed within the history of usage, of those with a usage row before the close
    /// date, and of those with any usage row.
    package var customers = 0
    package var customersBefore = 0
    package var customersEver = 0
    /// The numbers of free portals, and of those with a usage row.
    package var free = 0
    package var freeEver = 0

    package init() {}

    /// Counts customers and free portals.
    ///
    /// - Parameters:
    ///   - firstDays: The first usage day of each portal, by its number.
    ///   - firstUsage: The first day of all usage.
    init(firstDays: [Day?], firstUsage: Day, connection: Connection) throws {
        self.init()
        // Free portals are numerous, so they are computed as all portals that are not customers.
        let closes = try connection.rows(
            "SELECT portal, close_date FROM \(unsafe: CompanyTables.portalsTable) WHERE close_date IS NOT NULL OR excluded IS NOT NULL"
        ) { (portal: $0.int(0)!, close: $0.int(1).map { Day(daysSinceEpoch: Int32(clamping: $0)) }) }
        free = firstDays.count - closes.count
        freeEver = firstDays.count { $0 != nil }
        for (portal, close) in closes {
            let first = firstDays[portal]
            if first != nil { freeEver -= 1 }
            guard let close, close > firstUsage else { continue }
            customers += 1
            if let first {
                customersEver += 1
                if first < close { customersBefore += 1 }
            }
        }
    }

    /// The expected number of customers among the users below which nothing is reported.
    private static let leastExpected = 10.0

    /// Returns an error if almost no customer has usage before its close date although free portals have usage.
    package func findings(column: String) -> [Finding] {
        let rate = free > 0 ? Double(freeEver) / Double(free) : 0
        let expected = rate * Double(customers)
        guard expected >= Self.leastExpected, Double(customersBefore) < 0.1 * expected else { return [] }
        let compared = "while \(freeEver) of \(free) free portals have usage"
        let isUnknown = Double(customersEver) < 0.1 * expected
        let message =
            isUnknown
            ? "\(count(customersEver)) of \(customers) customers who closed within the history have any usage, \(compared). "
                + "Are ids written the same way in the customers table? columns.id_form reads other forms alike."
            : "\(count(customersBefore)) of \(customers) customers who closed within the history have usage before their close "
                + "date, \(compared); \(customersEver) customers have some after it. Nothing can be learned. Is usage recorded "
                + "before somebody pays, and is columns.close_date the day of the first payment?"
        return [
            Finding(
                check: FindingName.noUsageBeforeClose.rawValue, severity: .error, table: .customers, column: column,
                count: customers - customersBefore, message: message)
        ]
    }

    private func count(_ number: Int) -> String { number == 0 ? "None" : "Only \(number)" }
}
