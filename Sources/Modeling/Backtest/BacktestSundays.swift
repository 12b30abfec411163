package import Base
internal import Snapshots

/// The Sundays of a backtest.
package enum BacktestSundays: Sendable {
    /// Every given number of weeks, counted back from the last matured Sunday.
    case every(weeks: Int)
    case list([Day])

    /// The minimum number of training weeks before the first Sunday.
    static let leastTrainingWeeks = 12

    /// Returns the Sundays in ascending order.
    ///
    /// - Throws: `ModelingError` for a day that is not a Sunday of the snapshots, has not matured or is too early.
    func resolve(_ snapshots: SnapshotSet) throws -> [Day] {
        let last = snapshots.lastMatured
        let earliest = snapshots.firstSunday + 7 * Self.leastTrainingWeeks + snapshots.horizon + snapshots.labelLag
        switch self {
        case .every(let weeks):
            let sundays = SnapshotPeriod(first: earliest, last: last, step: weeks).sundays
            guard !sundays.isEmpty else {
                throw ModelingError.tooShortToBacktest(
                    weeks: (snapshots.asOf - snapshots.firstSunday) / 7 + 1,
                    needed: Self.leastTrainingWeeks + 2 * ((snapshots.horizon + snapshots.labelLag + 6) / 7) + 1)
            }
            return sundays
        case .list(let days):
            for day in days {
                guard day.weekday == snapshots.asOf.weekday, day >= earliest.onOrAfter(day.weekday), day <= last else {
                    throw ModelingError.noBacktest(
                        day, first: earliest.onOrAfter(snapshots.asOf.weekday), last: last)
                }
            }
            return Array(Set(days)).sorted()
        }
    }
}
