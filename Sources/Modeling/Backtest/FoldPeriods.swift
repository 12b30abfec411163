internal import Base
internal import Snapshots

/// The Sundays that a fold is fitted on. All of them had matured by the fold's own Sunday, if outcomes lag behind usage
/// as much as in the run.
struct FoldPeriods: Sendable {
    /// The periods that early stopping fits and judges on, or nil if the history is too short for it.
    let stopping: (train: SnapshotPeriod, validation: SnapshotPeriod)?
    /// The period that last week's list is fitted on.
    let lastWeek: SnapshotPeriod
    /// The period that the members are fitted on.
    let matured: SnapshotPeriod

    init(_ sunday: Day, configuration: ModelingSettings, snapshots: SnapshotSet) {
        let settings = snapshots.adapted(configuration.split)
        func matured(by day: Day) -> SnapshotPeriod {
            Split.matured(
                settings: settings, firstSunday: snapshots.firstSunday, labelsThrough: day - snapshots.labelLag,
                horizon: snapshots.horizon)
        }
        self.matured = matured(by: sunday)
        lastWeek = matured(by: sunday - 7)
        // The reference is a week before, so that the rounds also hold for last week's list.
        let weekday = snapshots.asOf.weekday
        let last = (sunday - 7 - snapshots.labelLag - snapshots.horizon).onOrBefore(weekday)
        let validation = SnapshotPeriod(first: last - 7 * (settings.validation - 1), last: last)
        let train = SnapshotPeriod(
            first: snapshots.firstSunday, last: (validation.first - snapshots.horizon).onOrBefore(weekday),
            step: settings.every)
        stopping = train.last >= train.first + 7 * BacktestSundays.leastTrainingWeeks ? (train, validation) : nil
    }

    var all: [SnapshotPeriod] { [matured, lastWeek] + (stopping.map { [$0.train, $0.validation] } ?? []) }
}
