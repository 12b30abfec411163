internal import Base
internal import Snapshots

/// The Sundays that a fold is fitted on. All of them have matured by the fold's own, with outcomes that lag behind usage as
/// far as they do in the run.
struct FoldPeriods: Sendable {
    /// What early stopping fits to and judges on; nil where the history is too short for it.
    let stopping: (train: SnapshotPeriod, validation: SnapshotPeriod)?
    /// What last week's list is fitted on.
    let lastWeek: SnapshotPeriod
    /// What the members are fitted on.
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
        // As of a week before, so that it holds for last week's list too.
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
