internal import ProspectCore

/// A portal's usage by week, as far as features need it: the last twelve weeks, the extremes, and decayed sums.
///
/// A week ends on the snapshot's weekday. Decayed signals are exponentially weighted sums with a half-life of h weeks,
/// s ← s · 2^(-1/h) + x, of whole weekly numbers, so that they do not depend on the order of rows within a week.
struct WeeklyHistory {
    private static let weeks = 12

    private struct Week {
        var actions: Int64 = 0
        var users: Int64 = 0
        var maxUsers: Int64 = 0
        var isActive = false
    }

    private let actionColumns: Int
    private let width: Int
    /// The last weeks; `newest` is the place of the one that was closed last.
    private var ring = [Week](repeating: Week(), count: weeks)
    private var newest = 0
    private var open = Week()
    private var activeWeeks: Int64 = 0
    private var maxUsersEver: Int64 = 0
    /// The week, counted from the portal's first, in which a module had its first action; -1 before it.
    private var firstWeek: [Int32]
    private var week: Int32 = 0
    /// The day that was read last, and the users of each module on it: several rows of one day add up.
    private var day = Int32.min
    private var dayUsers: [Int64]
    /// Signal-major: all half-lives of actions, then of users, then of active weeks.
    private var decayed: [Double]
    private let factors: [Double]

    /// - Parameters:
    ///   - actions: how many of the count columns are actions; the rest are users.
    ///   - width: count columns.
    init(actions: Int, width: Int) {
        actionColumns = actions
        self.width = width
        firstWeek = [Int32](repeating: -1, count: actions)
        dayUsers = [Int64](repeating: 0, count: width - actions)
        factors = SnapshotColumn.halfLives.map(Self.decay)
        decayed = [Double](repeating: 0, count: SnapshotColumn.decayedSignals.count * SnapshotColumn.halfLives.count)
    }

    /// Begins a portal.
    mutating func reset() {
        for index in ring.indices { ring[index] = Week() }
        (newest, open, activeWeeks, maxUsersEver, week, day) = (0, Week(), 0, 0, 0, .min)
        for index in firstWeek.indices { firstWeek[index] = -1 }
        for index in decayed.indices { decayed[index] = 0 }
    }

    /// Takes in a row of the open week; days come in order.
    @inline(__always)
    mutating func absorb(_ counts: UnsafeMutablePointer<UInt32>, day: Int32) {
        if day != self.day {
            self.day = day
            for index in dayUsers.indices { dayUsers[index] = 0 }
        }
        for column in 0..<actionColumns where counts[column] > 0 {
            open.actions += Int64(counts[column])
            open.isActive = true
            if firstWeek[column] < 0 { firstWeek[column] = week }
        }
        for column in actionColumns..<width where counts[column] > 0 {
            open.users += Int64(counts[column])
            open.isActive = true
            dayUsers[column - actionColumns] += Int64(counts[column])
            open.maxUsers = max(open.maxUsers, dayUsers[column - actionColumns])
        }
    }

    /// Ends the week on the snapshot day, and begins the next.
    @inline(__always)
    mutating func closeWeek() {
        newest = newest + 1 == Self.weeks ? 0 : newest + 1
        ring[newest] = open
        if open.isActive { activeWeeks += 1 }
        maxUsersEver = max(maxUsersEver, open.maxUsers)
        let count = factors.count
        for index in 0..<count {
            decayed[index] = decayed[index] * factors[index] + Double(open.actions)
            decayed[count + index] = decayed[count + index] * factors[index] + Double(open.users)
            decayed[2 * count + index] = decayed[2 * count + index] * factors[index] + (open.isActive ? 1 : 0)
        }
        open = Week()
        week += 1
    }

    /// Writes the history of the weeks that are closed, in the order of `SnapshotColumn.history`.
    @inline(__always)
    func emit(into columns: UnsafePointer<UnsafeMutablePointer<Int64>>, row: Int) {
        var active12: Int64 = 0
        var last = Week()
        var prior = Week()
        for age in 0..<Self.weeks {
            let entry = ring[newest >= age ? newest - age : newest - age + Self.weeks]
            if entry.isActive { active12 += 1 }
            if age < 4 {
                last.actions += entry.actions
                last.users += entry.users
                last.maxUsers = max(last.maxUsers, entry.maxUsers)
            } else if age < 8 {
                prior.actions += entry.actions
                prior.users += entry.users
                prior.maxUsers = max(prior.maxUsers, entry.maxUsers)
            }
        }
        var newModules: Int64 = 0
        for first in firstWeek where first >= 0 && week - first <= 4 { newModules += 1 }
        columns[0][row] = activeWeeks
        columns[1][row] = active12
        columns[2][row] = last.actions
        columns[3][row] = prior.actions
        columns[4][row] = last.users
        columns[5][row] = prior.users
        columns[6][row] = maxUsersEver
        columns[7][row] = last.maxUsers
        columns[8][row] = prior.maxUsers
        columns[9][row] = newModules
    }

    /// Writes the decayed signals, signal-major.
    @inline(__always)
    func emitDecayed(into columns: UnsafePointer<UnsafeMutablePointer<Float>>, row: Int) {
        for index in decayed.indices { columns[index][row] = Float(decayed[index]) }
    }

    /// 2^(-1/h) for a half-life that is a power of two: repeated square roots, which IEEE 754 rounds correctly, so that
    /// the factor is the same on every machine.
    private static func decay(halfLife: Int) -> Double {
        var (factor, reached) = (0.5, 1)
        while reached < halfLife { (factor, reached) = (factor.squareRoot(), reached * 2) }
        return factor
    }
}
