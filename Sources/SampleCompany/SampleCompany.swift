package import Base

/// A simulated freemium company of any size: its portals, what they did each day, and who became a customer.
///
/// Every portal is drawn from a random stream of its own. Its life follows from the seed, its number and the period
/// alone, so it is the same in a company of a thousand portals and in one of a million. Nothing is kept of a portal
/// once its rows are written, so memory does not grow with the company.
package struct SampleCompany: Equatable, Sendable {
    /// The number of portals, customers and free portals together.
    package let portals: Int
    /// The length of the history in weeks.
    package let weeks: Int
    /// The seed of all random numbers. The same seed gives the same files, byte for byte.
    package let seed: Int
    /// The last day of the history.
    package let until: Day

    /// The default for `until`: a fixed Sunday, so that a sample does not depend on the day on which it is made.
    package static let defaultUntil = Day(year: 2026, month: 6, day: 28)
    /// The maximum number of portals. Ids have eight digits.
    package static let maximumPortals = PortalIdentifiers.count
    /// The maximum length of the history in weeks: twenty years.
    package static let maximumWeeks = 1_040

    /// The first day of the history.
    package var from: Day { until - (7 * weeks - 1) }

    /// Makes a company with a given number of portals.
    ///
    /// - Parameters:
    ///   - portals: Customers and free portals together, from 1 to `maximumPortals`.
    ///   - weeks: The length of the history in weeks, from 1 to `maximumWeeks`.
    ///   - seed: The seed of all random numbers.
    ///   - until: The last day of the history, from 1990 to 9999.
    /// - Throws: `SampleError` for a value outside its range.
    package init(
        portals: Int = 2_000, weeks: Int = 60, seed: Int = 1, until: Day = SampleCompany.defaultUntil
    ) throws(SampleError) {
        guard (1...Self.maximumPortals).contains(portals) else {
            throw .outOfRange("number of portals", portals, 1...Self.maximumPortals, option: "--portals")
        }
        guard (1...Self.maximumWeeks).contains(weeks) else {
            throw .outOfRange("number of weeks", weeks, 1...Self.maximumWeeks, option: "--weeks")
        }
        guard (1990...9999).contains(until.civil.year) else {
            throw .outOfRange("year of the last day", until.civil.year, 1990...9999, option: "--until")
        }
        self.portals = portals
        self.weeks = weeks
        self.seed = seed
        self.until = until
    }

    /// Makes a company with about a given number of usage rows.
    ///
    /// The portals behave as in any other company. Only their number is derived, from the mean number of rows of the
    /// first 20,000 portals of this seed and period. The result is within a few percent of the target for a company
    /// that large, and less close for a small one.
    ///
    /// - Parameters:
    ///   - usageRows: The target for the number of rows of the usage table, at least 1.
    ///   - weeks: The length of the history in weeks, from 1 to `maximumWeeks`.
    ///   - seed: The seed of all random numbers.
    ///   - until: The last day of the history.
    /// - Throws: `SampleError` for a value outside its range, or for a target that needs too many portals.
    package init(
        usageRows: Int, weeks: Int = 60, seed: Int = 1, until: Day = SampleCompany.defaultUntil
    ) throws(SampleError) {
        guard usageRows >= 1 else {
            throw .outOfRange("number of usage rows", usageRows, 1...Int.max, option: "--rows")
        }
        let pilot = try SampleCompany(portals: 20_000, weeks: weeks, seed: seed, until: until)
        let portals = (Double(usageRows) / max(0.01, pilot.meanUsageRows)).rounded()
        guard portals <= Double(Self.maximumPortals) else {
            throw .tooManyRows(usageRows, weeks: weeks)
        }
        try self.init(portals: max(1, Int(portals)), weeks: weeks, seed: seed, until: until)
    }

    /// The mean number of usage rows per portal, including free portals that never use the product.
    package var meanUsageRows: Double {
        var rows: [UsageRow] = []
        var total = 0
        for number in 0..<portals {
            rows.removeAll(keepingCapacity: true)
            _ = life(ofPortal: number, usage: &rows)
            total += rows.count
        }
        return Double(total) / Double(portals)
    }
}
