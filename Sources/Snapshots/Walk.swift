internal import DuckDB
internal import ProspectCore

/// Walks each portal's days in order and emits a snapshot at each Sunday before it has read the next day.
///
/// It can be stopped and resumed between any two snapshots, so that they stream into the Parquet writer.
final class Walk: RowSource {
    private let days: PortalDays
    private let schedule: Schedule
    private let windows: [Int]
    /// Per portal number: its close date as known on the run's Sunday, `Int32.max` where there is none.
    private let closeDays: CloseDays
    private let countColumns: [String]
    private let sumStorage: UnsafeMutablePointer<Int64>
    private var sums: WindowSums
    private var recency = Recency()

    /// The next row to be read.
    private var head = 0
    /// One past the last row of the current portal.
    private var end = 0
    /// The next Sunday of the current portal, and its last.
    private var sunday: Int32 = 0
    private var lastSunday: Int32 = -1
    private var portal: Int32 = -1

    /// Portals that had a snapshot so far.
    private(set) var portalCount = 0
    /// Snapshots so far.
    private(set) var snapshotCount = 0

    init(days: PortalDays, schedule: Schedule, windows: [Int], countColumns: [String], closeDays: CloseDays) {
        self.days = days
        self.schedule = schedule
        self.windows = windows
        self.countColumns = countColumns
        self.closeDays = closeDays
        sumStorage = .allocate(capacity: windows.count * days.width)
        sums = WindowSums(days: days, windows: windows, storage: sumStorage)
    }

    deinit { sumStorage.deallocate() }

    var columns: [(name: String, type: ColumnType)] {
        [("portal", .integer), (SnapshotColumn.date, .date)]
            + windows.flatMap { window in
                countColumns.map { (SnapshotColumn.sum($0, window: window), .bigint) }
            } + [(SnapshotColumn.recency, .integer)]
    }

    func fill(_ chunk: OutputChunk) -> Int {
        let capacity = chunk.capacity
        let portals = chunk.column(0, as: Int32.self)
        let dates = chunk.column(1, as: Int32.self)
        let width = windows.count * days.width
        let targets = (0..<width).map { chunk.column(2 + $0, as: Int64.self) }
        let recencies = chunk.column(2 + width, as: Int32.self)
        return targets.withUnsafeBufferPointer { targets in
            var row = 0
            while row < capacity {
                if sunday > lastSunday, !beginNextPortal() { break }
                readUpToSunday()
                portals[row] = portal
                dates[row] = sunday
                for index in 0..<width { targets[index][row] = sumStorage[index] }
                if let days = recency.days(at: sunday) {
                    recencies[row] = days
                } else {
                    chunk.setNull(2 + width, row)
                }
                sunday += 7
                row += 1
            }
            snapshotCount += row
            return row
        }
    }

    /// Takes in every row up to the current Sunday, and none behind it.
    @inline(__always)
    private func readUpToSunday() {
        while head < end, days.day[head] <= sunday {
            sums.absorb(head)
            recency.absorb(day: days.day[head], counts: days.counts + head * days.width, width: days.width)
            head += 1
        }
        sums.expire(at: sunday, head: head)
    }

    /// Moves to the next portal that has a snapshot; false at the end.
    private func beginNextPortal() -> Bool {
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
            recency.reset()
            sunday = sundays.lowerBound.daysSinceEpoch
            lastSunday = sundays.upperBound.daysSinceEpoch
            portalCount += 1
            return true
        }
        return false
    }
}

/// The close date of every portal, by its number, as known on the run's Sunday.
struct CloseDays: Sendable {
    private let days: [Int32]

    /// - Parameter days: days since 1970-01-01; `Int32.max` where there is no close date yet.
    init(_ days: [Int32]) { self.days = days }

    @inline(__always)
    subscript(portal: Int32) -> Day? {
        let day = days[Int(portal)]
        return day == .max ? nil : Day(daysSinceEpoch: day)
    }
}
