internal import UsageStore

/// The sums of every count column over lookback windows that end on the day of the walk, and over all time.
///
/// Each added row stores a running total of all columns. A window's sum is the total now less the total where the
/// window begins. The cost is one addition per row, whatever the windows, and one subtraction per written number.
struct WindowSums: ~Copyable {
    private let days: PortalDays
    private let windows: [Int32]
    private let hasLifetime: Bool
    private let width: Int
    /// The index of the portal's first row.
    private var start = 0
    /// The number of rows added so far.
    private var count = 0
    /// The oldest row inside each window, counted from the portal's first.
    private let tails: UnsafeMutablePointer<Int>
    /// The totals before the first row, after it, after the second, …, row-major.
    private var totals: UnsafeMutablePointer<Int64>
    /// The number of rows whose totals fit into the buffer.
    private var room = 64

    /// Makes empty sums.
    ///
    /// - Parameter hasLifetime: Whether sums over all time follow those over the windows.
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

    /// Whether every added row lies before every window.
    var areEmpty: Bool {
        for window in windows.indices where tails[window] < count { return false }
        return true
    }

    /// Adds the next row of the portal.
    @inline(__always)
    mutating func absorb(_ row: UnsafeMutablePointer<UInt32>) {
        if count == room { grow() }
        let before = totals + count &* width
        let after = before + width
        for column in 0..<width { after[column] = before[column] &+ Int64(row[column]) }
        count &+= 1
    }

    /// Moves the windows to a day. Rows before them drop out.
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

    /// Writes all sums: all columns of the first window, then of the second, and those over all time last.
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
