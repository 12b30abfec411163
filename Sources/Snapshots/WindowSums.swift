/// Sums of every count column over lookback windows that end on the day of the walk.
///
/// A row enters once, and leaves each window once: the cost is linear in the rows, whatever the windows.
struct WindowSums {
    private let days: PortalDays
    private let windows: [Int32]
    /// The oldest row that is still inside, per window.
    private var tails: [Int]
    /// Window-major: all columns of the first window, then of the second.
    private let sums: UnsafeMutablePointer<Int64>
    private let width: Int

    /// - Parameter storage: room for windows × columns numbers, owned by the caller.
    init(days: PortalDays, windows: [Int], storage: UnsafeMutablePointer<Int64>) {
        self.days = days
        self.windows = windows.map(Int32.init)
        tails = [Int](repeating: 0, count: windows.count)
        sums = storage
        width = days.width
    }

    /// Begins a portal whose first row is at `start`.
    mutating func reset(start: Int) {
        for window in tails.indices { tails[window] = start }
        sums.update(repeating: 0, count: windows.count * width)
    }

    /// Takes in the row at `index`, the next of the portal.
    @inline(__always)
    func absorb(_ index: Int) {
        let row = days.counts + index * width
        for window in windows.indices {
            let target = sums + window * width
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
