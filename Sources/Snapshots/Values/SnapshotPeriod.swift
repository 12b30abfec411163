package import Base

/// The Sundays from `first` to `last`: every `step`-th week, counted back from `last`.
package struct SnapshotPeriod: Codable, Hashable, Sendable {
    package var first: Day
    package var last: Day
    /// The number of weeks between Sundays.
    package var step: Int

    package init(first: Day, last: Day, step: Int = 1) {
        self.first = first
        self.last = last
        self.step = step
    }

    package var sundays: [Day] {
        stride(from: last.daysSinceEpoch, through: first.daysSinceEpoch, by: -7 * step).reversed()
            .map { Day(daysSinceEpoch: $0) }
    }
}
