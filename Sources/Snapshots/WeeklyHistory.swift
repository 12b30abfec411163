/// A portal's usage by week, as far as features need it: the last twelve weeks, the extremes, and decayed sums.
///
/// A week ends on the snapshot's weekday. Decayed signals are exponentially weighted sums of whole weekly numbers with
/// a half-life of h weeks, s ← s · 2^(-1/h) + x. They do not depend on the order of rows within a week.
///
/// Sums over several weeks are updated as weeks come and go. They are not computed again for each snapshot.
struct WeeklyHistory: ~Copyable {
    private static let weeks = 12

    private struct Week {
        var actions: Int64 = 0
        var users: Int64 = 0
        var maxUsers: Int64 = 0
        /// 1 if anything happened, else 0.
        var active: Int64 = 0
    }

    private let actionColumns: Int
    private let width: Int
    /// The last weeks. `newest` is the index of the one that was closed last.
    private let ring = UnsafeMutablePointer<Week>.allocate(capacity: weeks)
    private var newest = 0
    private var open = Week()
    /// The sums over the last four weeks, the four before them, and the last twelve.
    private var last = (actions: Int64(0), users: Int64(0))
    private var prior = (actions: Int64(0), users: Int64(0))
    private var activeTwelve: Int64 = 0
    private var activeWeeks: Int64 = 0
    private var maxUsersEver: Int64 = 0
    /// The week in which a module had its first action, counted from the portal's first week, or -1 before that.
    private let firstWeek: UnsafeMutablePointer<Int32>
    private var week: Int32 = 0
    /// The day that was read last, and the users of each module on it. Several rows of one day add up.
    private var day = Int32.min
    private let dayUsers: UnsafeMutablePointer<Int64>
    /// The sums of a signal for all half-lives.
    private typealias HalfLives = SIMD4<Double>
    private var decayedActions = HalfLives.zero
    private var decayedUsers = HalfLives.zero
    private var decayedActive = HalfLives.zero
    private let factors: HalfLives

    /// Makes an empty history.
    ///
    /// - Parameters:
    ///   - actions: The number of count columns that are actions. The rest are users.
    ///   - width: The number of count columns.
    init(actions: Int, width: Int) {
        actionColumns = actions
        self.width = width
        firstWeek = .allocate(capacity: actions)
        dayUsers = .allocate(capacity: width - actions)
        factors = HalfLives(SnapshotColumn.halfLives.map(Self.decay))
        reset()
    }

    deinit {
        ring.deallocate()
        firstWeek.deallocate()
        dayUsers.deallocate()
    }

    /// Whether nothing happened in any week that still counts. Only decayed sums change then.
    var isEmpty: Bool { activeTwelve == 0 }

    /// Begins a portal.
    mutating func reset() {
        ring.initialize(repeating: Week(), count: Self.weeks)
        firstWeek.initialize(repeating: -1, count: actionColumns)
        dayUsers.initialize(repeating: 0, count: width - actionColumns)
        (newest, open, activeTwelve, activeWeeks, maxUsersEver, week, day) = (0, Week(), 0, 0, 0, 0, .min)
        (last, prior) = ((0, 0), (0, 0))
        (decayedActions, decayedUsers, decayedActive) = (.zero, .zero, .zero)
    }

    /// Adds a row to the open week. Days come in order.
    @inline(__always)
    mutating func absorb(_ counts: UnsafeMutablePointer<UInt32>, day: Int32) {
        if day != self.day {
            self.day = day
            dayUsers.update(repeating: 0, count: width - actionColumns)
        }
        var (actions, users) = (Int64(0), Int64(0))
        for column in 0..<actionColumns {
            actions += Int64(counts[column])
            if firstWeek[column] < 0, counts[column] > 0 { firstWeek[column] = week }
        }
        for column in actionColumns..<width {
            users += Int64(counts[column])
            dayUsers[column - actionColumns] += Int64(counts[column])
            open.maxUsers = max(open.maxUsers, dayUsers[column - actionColumns])
        }
        open.actions += actions
        open.users += users
        if actions | users > 0 { open.active = 1 }
    }

    /// Ends the week on the snapshot day and begins the next.
    @inline(__always)
    mutating func closeWeek() {
        newest = newest + 1 == Self.weeks ? 0 : newest + 1
        activeTwelve += open.active - ring[newest].active
        ring[newest] = open
        let (fifth, ninth) = (ring[place(4)], ring[place(8)])
        last.actions += open.actions - fifth.actions
        last.users += open.users - fifth.users
        prior.actions += fifth.actions - ninth.actions
        prior.users += fifth.users - ninth.users
        activeWeeks += open.active
        maxUsersEver = max(maxUsersEver, open.maxUsers)
        decayedActions = decayedActions * factors + HalfLives(repeating: Double(open.actions))
        decayedUsers = decayedUsers * factors + HalfLives(repeating: Double(open.users))
        decayedActive = decayedActive * factors + HalfLives(repeating: Double(open.active))
        open = Week()
        week += 1
    }

    /// Returns the index of the week that was closed `age` weeks before the newest.
    @inline(__always)
    private func place(_ age: Int) -> Int { newest >= age ? newest - age : newest - age + Self.weeks }

    @inline(__always)
    private func maxUsers(_ ages: Range<Int>) -> Int64 {
        var most: Int64 = 0
        for age in ages { most = max(most, ring[place(age)].maxUsers) }
        return most
    }

    /// Writes the history of the closed weeks, in the order of `SnapshotColumn.history`.
    @inline(__always)
    func emit(into columns: UnsafePointer<UnsafeMutablePointer<Int64>>, row: Int) {
        var newModules: Int64 = 0
        for column in 0..<actionColumns where firstWeek[column] >= 0 && week - firstWeek[column] <= 4 {
            newModules += 1
        }
        columns[0][row] = activeWeeks
        columns[1][row] = activeTwelve
        columns[2][row] = last.actions
        columns[3][row] = prior.actions
        columns[4][row] = last.users
        columns[5][row] = prior.users
        columns[6][row] = maxUsersEver
        columns[7][row] = maxUsers(0..<4)
        columns[8][row] = maxUsers(4..<8)
        columns[9][row] = newModules
    }

    /// Writes the decayed signals, signal-major.
    @inline(__always)
    func emitDecayed(into columns: UnsafePointer<UnsafeMutablePointer<Float>>, row: Int) {
        Self.emit(decayedActions, into: columns, row)
        Self.emit(decayedUsers, into: columns + HalfLives.scalarCount, row)
        Self.emit(decayedActive, into: columns + 2 * HalfLives.scalarCount, row)
    }

    @inline(__always)
    private static func emit(
        _ sums: HalfLives, into columns: UnsafePointer<UnsafeMutablePointer<Float>>, _ row: Int
    ) {
        for index in 0..<HalfLives.scalarCount { columns[index][row] = Float(sums[index]) }
    }

    /// Returns 2^(-1/h) for a half-life that is a power of two. It uses repeated square roots, which IEEE 754 rounds
    /// correctly, so the factor is the same on every machine.
    private static func decay(halfLife: Int) -> Double {
        var (factor, reached) = (0.5, 1)
        while reached < halfLife { (factor, reached) = (factor.squareRoot(), reached * 2) }
        return factor
    }
}
