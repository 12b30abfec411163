package import Base

/// The amount of bad data that a run tolerates.
package struct CheckLimits: Equatable, Sendable {
    /// The largest share of a table's rows that may be set aside before the run stops, in [0, 1].
    package var tolerance = 0.01
    /// Severities that replace the findings' own.
    package var severity: [FindingSeverity] = []
    /// The oldest valid date. Older ones are mistakes.
    package var oldestDate = Day(year: 2000, month: 1, day: 1)
    /// The highest valid monthly revenue. Higher ones are mistakes.
    package var highestRevenue = 1_000_000.0

    package init() {}
}
