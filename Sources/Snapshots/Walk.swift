internal import DuckDB
internal import ProspectCore
internal import UsageStore

/// Walks each portal's days in order and emits a snapshot at each Sunday before it has read the next day.
///
/// It can be stopped and resumed between any two snapshots, so that they stream into the Parquet writer.
final class Walk: RowSource {
    let columns: [(name: String, type: ColumnType)]
    private var walker: Walker

    /// Portals that had a snapshot so far.
    var portalCount: Int { walker.portalCount }
    /// Snapshots so far.
    var snapshotCount: Int { walker.snapshotCount }

    /// - Parameter layout: the columns to emit.
    init(days: PortalDays, schedule: Schedule, layout: WalkLayout, closeDays: CloseDays) {
        columns = layout.columns
        walker = Walker(days: days, schedule: schedule, layout: layout, closeDays: closeDays)
    }

    func fill(_ chunk: OutputChunk) -> Int { walker.fill(chunk) }
}

/// The state of a walk, as one value: it is taken hold of once for a chunk and not for every row.
private struct Walker: ~Copyable {
    private let days: PortalDays
    private let schedule: Schedule
    /// Per portal number: its close date as known on the run's Sunday.
    private let closeDays: CloseDays
    private let isExtended: Bool
    /// Sums over the windows, then over all time, window-major.
    private let sumCount: Int
    private let sumStorage: UnsafeMutablePointer<Int64>
    private var sums: WindowSums
    private var milestones = Milestones()
    private var history: WeeklyHistory

    /// The next row to be read.
    private var head = 0
    /// One past the last row of the current portal.
    private var end = 0
    /// The next Sunday of the current portal, and its last.
    private var sunday: Int32 = 0
    private var lastSunday: Int32 = -1
    private var portal: Int32 = -1

    private(set) var portalCount = 0
    private(set) var snapshotCount = 0

    init(days: PortalDays, schedule: Schedule, layout: WalkLayout, closeDays: CloseDays) {
        self.days = days
        self.schedule = schedule
        self.closeDays = closeDays
        isExtended = layout.isExtended
        sumCount = layout.sumCount
        sumStorage = .allocate(capacity: sumCount)
        sums = WindowSums(days: days, windows: layout.windows, hasLifetime: isExtended, storage: sumStorage)
        history = WeeklyHistory(actions: layout.actions, width: days.width)
    }

    deinit { sumStorage.deallocate() }

    mutating func fill(_ chunk: OutputChunk) -> Int {
        let output = WalkOutput(chunk, sums: sumCount, isExtended: isExtended)
        var row = 0
        while row < chunk.capacity {
            if sunday > lastSunday, !beginNextPortal() { break }
            readUpToSunday()
            output.portals[row] = portal
            output.dates[row] = sunday
            for index in 0..<sumCount { output.sums[index][row] = sumStorage[index] }
            output.write(milestones, at: sunday, row: row)
            if isExtended {
                history.emit(into: output.history, row: row)
                history.emitDecayed(into: output.decayed, row: row)
            }
            sunday += 7
            row += 1
        }
        snapshotCount += row
        return row
    }

    /// Takes in every row up to the current Sunday, and none behind it.
    @inline(__always)
    private mutating func readUpToSunday() {
        while head < end, days.day[head] <= sunday {
            let counts = days.counts + head * days.width
            sums.absorb(counts)
            milestones.absorb(day: days.day[head], counts: counts, width: days.width)
            if isExtended { history.absorb(counts, day: days.day[head]) }
            head += 1
        }
        sums.expire(at: sunday, head: head)
        if isExtended { history.closeWeek() }
    }

    /// Moves to the next portal that has a snapshot; false at the end.
    private mutating func beginNextPortal() -> Bool {
        while end < days.count {
            let start = end
            portal = days.portal[start]
            while end < days.count, days.portal[end] == portal { end += 1 }
            let sundays = schedule.sundays(
                firstRow: Day(daysSinceEpoch: days.day[start]), lastRow: Day(daysSinceEpoch: days.day[end - 1]),
                close: closeDays[portal])
            guard let sundays else { continue }
            head = start
            sums.reset(start: start)
            milestones.reset()
            history.reset()
            sunday = sundays.lowerBound.daysSinceEpoch
            lastSunday = sundays.upperBound.daysSinceEpoch
            portalCount += 1
            return true
        }
        return false
    }
}
