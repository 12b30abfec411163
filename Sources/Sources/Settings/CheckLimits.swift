package import Base

/// The bad data that a run puts up with.
package struct CheckLimits: Equatable, Sendable {
    /// The largest share of a table's rows that may be set aside before the run stops, in [0, 1].
    package var tolerance = 0.01
    /// Severities in place of the findings' own.
    package var severity: [FindingSeverity] = []
    /// Older dates are mistakes.
    package var oldestDate = Day(year: 2000, month: 1, day: 1)
    /// A higher monthly revenue is a mistake.
    package var highestRevenue = 1_000_000.0

    package init() {}
}
