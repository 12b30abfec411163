package import Base

/// The totals of usage rows.
package struct UsageTotals: Sendable {
    /// The number of kept rows.
    package private(set) var rows = 0
    /// The number of rows of unknown portals.
    package internal(set) var unknown = 0
    /// The number of rows without a usable day or count.
    package internal(set) var unusable = 0
    /// The number of rows whose counts are all zero.
    package private(set) var zeros = 0
    /// The number of rows with users but no action.
    package private(set) var idle = 0
    /// The number of rows of each day from `RowCode.firstDay` on.
    private var rowsByDay: [Int] = []

    package init() {}

    @inline(__always)
    mutating func add(day: Int32, hasActions: Bool, hasUsers: Bool) {
        rows += 1
        if !hasActions { if hasUsers { idle += 1 } else { zeros += 1 } }
        let place = Int(day - RowCode.firstDay)
        if place >= rowsByDay.count {
            rowsByDay += Array(repeating: 0, count: max(8_192, place + 1 - rowsByDay.count))
        }
        rowsByDay[place] += 1
    }

    mutating func add(_ other: UsageTotals) {
        rows += other.rows
        unknown += other.unknown
        unusable += other.unusable
        zeros += other.zeros
        idle += other.idle
        if rowsByDay.count < other.rowsByDay.count {
            rowsByDay += Array(repeating: 0, count: other.rowsByDay.count - rowsByDay.count)
        }
        for (index, rows) in other.rowsByDay.enumerated() { rowsByDay[index] += rows }
    }

    /// The days that have a row, in order, each with its number of rows.
    package var volumes: [DayVolume] {
        rowsByDay.enumerated().compactMap { index, rows in
            rows > 0 ? DayVolume(day: Day(daysSinceEpoch: RowCode.firstDay + Int32(index)), rows: rows) : nil
        }
    }
}

/// The number of usage rows of a day.
package struct DayVolume: Equatable, Sendable {
    package var day: Day
    package var rows: Int

    package init(day: Day, rows: Int) {
        self.day = day
        self.rows = rows
    }
}
