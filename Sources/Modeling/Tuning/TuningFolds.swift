internal import Base
internal import Snapshots

/// Rolling-origin folds inside a training period.
///
/// Each fold fits from the first Sunday to a cut that moves forward, stops early on the Sundays behind it, and is
/// judged on those behind these, with a gap of one horizon between any two. The judged periods follow each other and
/// end with the training period, so nothing is judged twice, and nothing that the run's own split stops or is tested on
/// is ever looked at. Tashman, "Out-of-sample tests of forecasting accuracy", International Journal of Forecasting, 2000.
enum TuningFolds {
    /// Sundays of a stopping or judged period: at least, and at most.
    static let block = 2...12

    /// The folds, the earliest first.
    ///
    /// Stopping and judged periods are as long as they can be with twice as much to fit on in the first fold.
    ///
    /// - Parameters:
    ///   - train: The period, every `step`-th Sunday of which is fitted on.
    ///   - horizon: In days.
    ///   - count: Of folds.
    /// - Returns: nil where the period is too short.
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

    /// Sundays that a training period needs for the fewest folds.
    static func weeksNeeded(horizon: Int, count: Int) -> Int {
        block.lowerBound * (count + 3) + 2 * weeksApart(horizon) - 2
    }

    /// Weeks from the last Sunday of one period to the first of the next.
    private static func weeksApart(_ horizon: Int) -> Int { (horizon + 6) / 7 }
}
