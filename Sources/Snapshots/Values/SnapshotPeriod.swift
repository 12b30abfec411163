package import Base

/// Sundays from `first` to `last`, every `step`-th week counted back from `last`.
package struct SnapshotPeriod: Codable, Hashable, Sendable {
    package var first: Day
    package var last: Day
    /// Weeks from one Sunday to the next.
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
