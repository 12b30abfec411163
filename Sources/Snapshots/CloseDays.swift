internal import Base

/// The close date of every portal, by its number, as known on the run's Sunday.
struct CloseDays: Sendable {
    private let days: [Int32]

    /// Makes the table of close dates.
    ///
    /// - Parameter days: Days since 1970-01-01, or `Int32.max` if there is no close date yet.
    init(_ days: [Int32]) { self.days = days }

    @inline(__always)
    subscript(portal: Int32) -> Day? {
        let day = days[Int(portal)]
        return day == .max ? nil : Day(daysSinceEpoch: day)
    }
}
