internal import UsageStore

/// Sums of every count column over lookback windows that end on the day of the walk, and over all time.
///
/// A row enters once, and leaves each window once: the cost is linear in the rows, whatever the windows.
struct WindowSums {
    private let days: PortalDays
    private let windows: [Int32]
    /// Windows, and one more where there are sums over all time.
    private let spans: Int
    /// The oldest row that is still inside, per window.
    private var tails: [Int]
    /// Window-major: all columns of the first window, then of the second, those over all time last.
    private let sums: UnsafeMutablePointer<Int64>
    private let width: Int

    /// - Parameters:
    ///   - hasLifetime: whether sums over all time follow those over the windows.
    ///   - storage: room for all sums, owned by the caller.
    init(days: PortalDays, windows: [Int], hasLifetime: Bool, storage: UnsafeMutablePointer<Int64>) {
        self.days = days
        self.windows = windows.map(Int32.init)
        spans = windows.count + (hasLifetime ? 1 : 0)
        tails = [Int](repeating: 0, count: windows.count)
        sums = storage
        width = days.width
    }

    /// Begins a portal whose first row is at `start`.
    mutating func reset(start: Int) {
        for window in tails.indices { tails[window] = start }
        sums.update(repeating: 0, count: spans * width)
    }

    /// Takes in the next row of the portal.
    @inline(__always)
    func absorb(_ row: UnsafeMutablePointer<UInt32>) {
        for span in 0..<spans {
            let target = sums + span * width
            for column in 0..<width { target[column] &+= Int64(row[column]) }
        }
    }

    /// Drops the rows that lie before the windows of a day; `head` is the first row that has not been taken in.
    @inline(__always)
    mutating func expire(at today: Int32, head: Int) {
        for window in windows.indices {
            var tail = tails[window]
            let oldest = today - windows[window]
            let target = sums + window * width
            while tail < head, days.day[tail] <= oldest {
                let row = days.counts + tail * width
                for column in 0..<width { target[column] &-= Int64(row[column]) }
                tail += 1
            }
            tails[window] = tail
        }
    }
}
