package import Base

/// The configured day of the list and the two configured clocks.
package struct ClockSettings: Equatable, Sendable {
    /// The weekday of the list.
    package var weekday = Weekday.sunday
    /// The last day that usage covers. nil: found from the data.
    package var usageThrough: Day?
    /// The last day for which close dates are known. nil: found from the data.
    package var outcomesThrough: Day?

    package init() {}
}

/// The age of usage from which a run warns or stops.
package struct FreshnessSettings: Equatable, Sendable {
    /// The number of days from the last covered day of usage to today beyond which every output says that usage is old,
    /// or nil for never.
    package var warn: Int? = 8
    /// The number of days beyond which a run ends with exit code 5, or nil for never.
    package var error: Int?

    package init() {}
}
