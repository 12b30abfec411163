internal import Base
internal import DuckDB
internal import UsageStore

/// Walks each portal's days in order and emits a snapshot at each Sunday before it reads the next day.
///
/// It can stop and resume between any two snapshots, so that they stream into the Parquet writer. Spans in which a
/// portal is dormant go to `dormant`, which is complete once the walk has ended.
final class Walk: RowSource {
    let columns: [(name: String, type: ColumnType)]
    private var walker: Walker

    /// The number of portals with a snapshot so far.
    var portalCount: Int { walker.portalCount }
    /// The number of snapshots so far, including those of dormant spans.
    var snapshotCount: Int { walker.snapshotCount + dormant.sundayCount }
    /// The number of these snapshots that were followed by a conversion, as far as known.
    var positiveCount: Int { walker.positiveCount + dormant.positiveCount }
    let dormant: DormantSpans

    /// Begins a walk.
    ///
    /// - Parameter layout: The columns to emit.
    init(days: PortalDays, schedule: Schedule, layout: WalkLayout, closeDays: CloseDays) {
        columns = layout.columns
        dormant = DormantSpans(layout: layout)
        walker = Walker(days: days, schedule: schedule, layout: layout, closeDays: closeDays, dormant: dormant)
    }

    func fill(_ chunk: OutputChunk) -> Int { walker.fill(chunk) }
}

/// The state of a walk as one value, accessed once per chunk, not per row.
private struct Walker: ~Copyable {
    private let days: PortalDays
    private let schedule: Schedule
    /// The close dates by portal number, as known on the run's Sunday.
    private let closeDays: CloseDays
    private let layout: WalkLayout
    private let isExtended: Bool
    private let horizon: Int32
    private let mayBeDormant: Bool
    private let dormant: DormantSpans
    private var sums: WindowSums
    private var milestones = Milestones()
    private var history: WeeklyHistory

    /// The next row to read.
    private var head = 0
    /// One past the last row of the current portal.
    private var end = 0
    /// The next and the last Sunday of the current portal.
    private var sunday: Int32 = 0
    private var lastSunday: Int32 = -1
    /// The close date of the current portal as known on the run's Sunday, or `Int32.max` if there is none.
    private var close: Int32 = .max
    private var portal: Int32 = -1

    private(set) var portalCount = 0
    private(set) var snapshotCount = 0
    private(set) var positiveCount = 0

    init(
        days: PortalDays, schedule: Schedule, layout: WalkLayout, closeDays: CloseDays, dormant: DormantSpans
    ) {
        self.days = days
        self.schedule = schedule
        self.closeDays = closeDays
        self.layout = layout
        self.dormant = dormant
        isExtended = layout.isExtended
        horizon = Int32(layout.horizon)
        mayBeDormant = schedule.population == .all
        sums = WindowSums(days: days, windows: layout.windows, hasLifetime: isExtended)
        history = WeeklyHistory(actions: layout.actions, width: days.width)
    }

    mutating func fill(_ chunk: OutputChunk) -> Int {
        let output = WalkOutput(chunk, layout: layout)
        var row = 0
        while row < chunk.capacity {
            if sunday > lastSunday, !beginNextPortal() { break }
            readUpToSunday()
            if let last = lastDormantSunday {
                let sundays = (last - sunday) / 7 + 1
                // This is the first Sunday within the horizon; all later ones are within it too.
                let late = (close &- horizon - sunday + 6) / 7
                dormant.add(
                    lastSunday: last, sundays: Int(sundays), positives: Int(min(sundays, max(0, sundays - late)))
                ) { output, row in emit(to: output, row: row) }
                if isExtended { for _ in 1..<sundays { history.closeWeek() } }
                sunday = last + 7
            } else {
                emit(to: output, row: row)
                positiveCount += Int(output.labels[row])
                sunday += 7
                row += 1
            }
        }
        snapshotCount += row
        return row
    }

    /// Returns the last of at least two Sundays, starting with the current one, on which only the time since the
    /// portal's last row changes. Only the population of all portals has such spans. The other population is the same
    /// in every tool, row by row.
    @inline(__always)
    private var lastDormantSunday: Int32? {
        guard mayBeDormant, sums.areEmpty, !isExtended || history.isEmpty else { return nil }
        // The next row first counts on the Sunday on or after its day.
        let next = head < end ? sunday + (days.day[head] - sunday - 1) / 7 * 7 : lastSunday
        let last = min(next, lastSunday)
        return last > sunday ? last : nil
    }

    /// Writes the snapshot of the current Sunday.
    @inline(__always)
    private func emit(to output: borrowing WalkOutput, row: Int) {
        output.portals[row] = portal
        output.dates[row] = sunday
        sums.emit(into: output.sums, row: row)
        output.write(milestones, at: sunday, row: row)
        if isExtended {
            history.emit(into: output.history, row: row)
            history.emitDecayed(into: output.decayed, row: row)
        }
        // A portal has no snapshot on or after its close date.
        output.labels[row] = close &- sunday <= horizon ? 1 : 0
        output.matured[row] = sunday &+ horizon <= schedule.labelsThrough.daysSinceEpoch
    }

    /// Adds every row up to the current Sunday, and none after it.
    @inline(__always)
    private mutating func readUpToSunday() {
        while head < end, days.day[head] <= sunday {
            let counts = days.counts + head * days.width
            sums.absorb(counts)
            milestones.absorb(day: days.day[head], counts: counts, width: days.width)
            if isExtended { history.absorb(counts, day: days.day[head]) }
            head += 1
        }
        sums.expire(at: sunday)
        if isExtended { history.closeWeek() }
    }

    /// Moves to the next portal that has a snapshot. Returns false at the end.
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
            close = closeDays[portal]?.daysSinceEpoch ?? .max
            sums.reset(start: start)
            milestones.reset(firstSeen: sundays.lowerBound.daysSinceEpoch)
            history.reset()
            sunday = sundays.lowerBound.daysSinceEpoch
            lastSunday = sundays.upperBound.daysSinceEpoch
            portalCount += 1
            return true
        }
        return false
    }
}
