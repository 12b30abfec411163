package import Base

/// The day of the list and the two clocks, as they are configured.
package struct ClockSettings: Equatable, Sendable {
    /// The weekday of the list.
    package var weekday = Weekday.sunday
    /// The last day that usage covers; nil: found from the data.
    package var usageThrough: Day?
    /// The last day for which close dates are known; nil: found from the data.
    package var outcomesThrough: Day?

    package init() {}
}

/// How old usage may be before a run says so, or stops.
package struct FreshnessSettings: Equatable, Sendable {
    /// Days from the last covered day of usage to today beyond which every output says that usage is old; nil: never.
    package var warn: Int? = 8
    /// Days beyond which a run ends with exit code 5; nil: never.
    package var error: Int?

    package init() {}
}
