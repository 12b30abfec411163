package import Base

/// How far the data of a company reaches: two clocks that are never mixed.
///
/// Usage decides the Sunday of a run. Outcomes decide which labels are known. One table is often exported later than
/// the other, so each has its own day.
package struct Clocks: Codable, Equatable, Sendable {
    /// The last day that usage covers.
    package var usageThrough: Day
    /// The last day for which close dates are known.
    package var outcomesThrough: Day

    package init(usageThrough: Day, outcomesThrough: Day) {
        self.usageThrough = usageThrough
        self.outcomesThrough = outcomesThrough
    }

    /// Returns the last day whose outcomes a run for `asOf` may use. It is never later than the run's Sunday.
    package func labelsThrough(asOf: Day) -> Day { min(outcomesThrough, asOf) }
}
