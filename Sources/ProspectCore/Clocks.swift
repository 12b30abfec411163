package import Base

/// How far the data of a company reaches: two clocks that are never mixed.
///
/// Usage decides the Sunday of a run; outcomes decide which labels are known. One table is often exported later than the
/// other, so each has a day of its own.
package struct Clocks: Codable, Equatable, Sendable {
    /// The last day that usage covers.
    package var usageThrough: Day
    /// The last day for which close dates are known.
    package var outcomesThrough: Day

    package init(usageThrough: Day, outcomesThrough: Day) {
        self.usageThrough = usageThrough
        self.outcomesThrough = outcomesThrough
    }

    /// The last day whose outcomes a run for `asOf` may use: never later than its Sunday.
    package func labelsThrough(asOf: Day) -> Day { min(outcomesThrough, asOf) }
}

/// How old usage may be before a run says so, or stops.
package struct FreshnessSettings: Equatable, Sendable {
    /// Days from the last covered day of usage to today beyond which every output says that usage is old; nil: never.
    package var warn: Int? = 8
    /// Days beyond which a run ends with exit code 5; nil: never.
    package var error: Int?

    package init() {}
}
