internal import Base
internal import Snapshots

/// Rolling-origin folds inside a training period.
///
/// Each fold fits from the first Sunday to a cut that moves forward, stops early on the Sundays after it, and is judged
/// on the Sundays after those, with a gap of one horizon between any two periods. The judged periods follow each other
/// and end with the training period. So nothing is judged twice, and the Sundays that the run's own split stops or is
/// tested on are never used. Tashman, "Out-of-sample tests of forecasting accuracy", International Journal of
/// Forecasting, 2000.
enum TuningFolds {
    /// The minimum and maximum number of Sundays in a stopping or judged period.
    static let block = 2...12

    /// Returns the folds, earliest first.
    ///
    /// Stopping and judged periods are as long as possible, provided that the first fold fits on twice as much.
    ///
    /// - Parameters:
    ///   - train: The period, of which every `step`-th Sunday is fitted on.
    ///   - horizon: The horizon in days.
    ///   - count: The number of folds.
    /// - Returns: The folds, or nil if the period is too short.
    static func make(inside train: SnapshotPeriod, horizon: Int, count: Int) -> [TunedMember.Fold]? {
        let weeks = (train.last - train.first) / 7 + 1
        let gap = weeksApart(horizon)
        let length = min((weeks - 2 * gap + 2) / (count + 3), block.upperBound)
        guard length >= block.lowerBound else { return nil }
        func day(_ week: Int) -> Day { train.first + 7 * week }
        return (0..<count).map { fold in
            let judged = weeks - (count - fold) * length
            let stopping = judged - gap - length + 1
            return TunedMember.Fold(
                fit: .init(first: train.first, last: day(stopping - gap), step: train.step),
                stopping: .init(first: day(stopping), last: day(stopping + length - 1)),
                judged: .init(first: day(judged), last: day(judged + length - 1)))
        }
    }

    /// Returns the number of Sundays that a training period needs for the smallest number of folds.
    static func weeksNeeded(horizon: Int, count: Int) -> Int {
        block.lowerBound * (count + 3) + 2 * weeksApart(horizon) - 2
    }

    /// Returns the number of weeks from the last Sunday of one period to the first of the next.
    private static func weeksApart(_ horizon: Int) -> Int { (horizon + 6) / 7 }
}
