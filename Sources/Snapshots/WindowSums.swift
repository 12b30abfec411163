internal import UsageStore

/// Sums of every count column over lookback windows that end on the day of the walk, and over all time.
///
/// Each row that is taken in adds one running total of all columns; a window's sum is the total now less the total where
/// the window begins. So the cost is one addition for each row, whatever the windows, and one subtraction for each
/// number that is written.
struct WindowSums: ~Copyable {
    private let days: PortalDays
    private let windows: [Int32]
    private let hasLifetime: Bool
    private let width: Int
    /// The portal's first row.
    private var start = 0
    /// Rows that have been taken in.
    private var count = 0
    /// The oldest row that is still inside, per window, counted from the portal's first.
    private let tails: UnsafeMutablePointer<Int>
    /// The totals before the first row, after it, after the second, …, row-major.
    private var totals: UnsafeMutablePointer<Int64>
    /// Rows for whose totals there is room.
    private var room = 64

    /// - Parameter hasLifetime: whether sums over all time follow those over the windows.
    init(days: PortalDays, windows: [Int], hasLifetime: Bool) {
        self.days = days
        self.windows = windows.map(Int32.init)
        self.hasLifetime = hasLifetime
        width = days.width
        tails = .allocate(capacity: windows.count)
        totals = .allocate(capacity: (room + 1) * width)
        reset(start: 0)
    }

    deinit {
        tails.deallocate()
        totals.deallocate()
    }

    /// Begins a portal whose first row is at `start`.
    mutating func reset(start: Int) {
        self.start = start
        count = 0
        tails.initialize(repeating: 0, count: windows.count)
        totals.initialize(repeating: 0, count: width)
    }

    /// Whether every row that was taken in lies before every window.
    var areEmpty: Bool {
        for window in windows.indices where tails[window] < count { return false }
        return true
    }

    /// Takes in the next row of the portal.
    @inline(__always)
    mutating func absorb(_ row: UnsafeMutablePointer<UInt32>) {
        if count == room { grow() }
        let before = totals + count &* width
        let after = before + width
        for column in 0..<width { after[column] = before[column] &+ Int64(row[column]) }
        count &+= 1
    }

    /// Moves the windows to a day: rows before them are left behind.
    @inline(__always)
    func expire(at today: Int32) {
        let day = days.day + start
        for window in windows.indices {
            let oldest = today &- windows[window]
            var tail = tails[window]
            while tail < count, day[tail] <= oldest { tail &+= 1 }
            tails[window] = tail
        }
    }

    /// Writes all sums: all columns of the first window, then of the second, those over all time last.
    @inline(__always)
    func emit(into columns: UnsafePointer<UnsafeMutablePointer<Int64>>, row: Int) {
        let now = totals + count &* width
        var target = columns
        for window in windows.indices {
            let then = totals + tails[window] &* width
            for column in 0..<width { target[column][row] = now[column] &- then[column] }
            target += width
        }
        guard hasLifetime else { return }
        for column in 0..<width { target[column][row] = now[column] }
    }

    private mutating func grow() {
        let larger = UnsafeMutablePointer<Int64>.allocate(capacity: (2 * room + 1) * width)
        larger.update(from: totals, count: (room + 1) * width)
        totals.deallocate()
        totals = larger
        room *= 2
    }
}
