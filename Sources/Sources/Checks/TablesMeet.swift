internal import Base
internal import DuckDB

/// Counts of customers and free portals that have usage, by which ids of the tables are seen to meet.
///
/// A customer's usage before its close date is all that a model learns from. Where there is none, the ids of the tables do
/// not meet, or usage was only recorded once somebody paid.
package struct TablesMeet: Equatable, Sendable {
    /// Customers who closed within the history of usage, those with a usage row before the close date, and those with any.
    package var customers = 0
    package var customersBefore = 0
    package var customersEver = 0
    /// Free portals, and those with a usage row.
    package var free = 0
    package var freeEver = 0

    package init() {}

    /// - Parameters:
    ///   - firstDays: the first usage day of each portal, by its number.
    ///   - firstUsage: the first day of all usage.
    init(firstDays: [Day?], firstUsage: Day, connection: Connection) throws {
        self.init()
        // Free portals are many; they are all that are not customers.
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

    /// With fewer customers to be expected among the users, nothing is said.
    private static let leastExpected = 10.0

    /// An error where nearly no customer has usage before its close date, and free portals have.
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
