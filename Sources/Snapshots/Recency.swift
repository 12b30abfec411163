/// Days since the last day with any activity; a row of zeros is no activity.
struct Recency {
    private var lastActive: Int32?

    /// Begins a portal.
    mutating func reset() { lastActive = nil }

    /// Takes in a row of the walk.
    @inline(__always)
    mutating func absorb(day: Int32, counts: UnsafeMutablePointer<UInt32>, width: Int) {
        for column in 0..<width where counts[column] > 0 {
            lastActive = day
            return
        }
    }

    /// Days from the last activity to `today`; nil where there was none.
    @inline(__always)
    func days(at today: Int32) -> Int32? { lastActive.map { today - $0 } }
}
