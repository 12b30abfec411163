package import ProspectCore

/// What usage rows come to as a whole.
package struct UsageTotals: Sendable {
    /// Rows that are kept.
    package private(set) var rows = 0
    /// Rows of portals that nobody knows.
    package internal(set) var unknown = 0
    /// Rows without a usable day or count.
    package internal(set) var unusable = 0
    /// Rows whose counts are all zero.
    package private(set) var zeros = 0
    /// Rows that count users and no action.
    package private(set) var idle = 0
    /// One bit per day since 2000-01-01 that has a row.
    private var hasRow: [UInt64] = []

    package init() {}

    @inline(__always)
    mutating func add(day: Int32, hasActions: Bool, hasUsers: Bool) {
        rows += 1
        if !hasActions { if hasUsers { idle += 1 } else { zeros += 1 } }
        let place = Int(day - RowCode.firstDay)
        if place >> 6 >= hasRow.count {
            hasRow += Array(repeating: 0, count: max(128, (place >> 6) + 1 - hasRow.count))
        }
        hasRow[place >> 6] |= 1 << UInt64(place & 63)
    }

    mutating func add(_ other: UsageTotals) {
        rows += other.rows
        unknown += other.unknown
        unusable += other.unusable
        zeros += other.zeros
        idle += other.idle
        if hasRow.count < other.hasRow.count {
            hasRow += Array(repeating: 0, count: other.hasRow.count - hasRow.count)
        }
        for (index, bits) in other.hasRow.enumerated() { hasRow[index] |= bits }
    }

    /// The days that have a row, in order.
    package var days: [Day] {
        hasRow.indices.flatMap { index in
            (0..<64).compactMap { bit in
                hasRow[index] >> UInt64(bit) & 1 == 1
                    ? Day(daysSinceEpoch: RowCode.firstDay + Int32(index * 64 + bit)) : nil
            }
        }
    }
}
