/// The days of first and last events. A row of zeros counts as a row but not as activity.
struct Milestones {
    private(set) var firstActive: Int32?
    private(set) var lastActive: Int32?
    private(set) var lastRow: Int32?
    /// The first Sunday on which the portal was visible.
    private(set) var firstSeen: Int32?

    /// Begins a portal.
    mutating func reset(firstSeen: Int32) {
        self = Milestones()
        self.firstSeen = firstSeen
    }

    /// Adds a row of the walk.
    @inline(__always)
    mutating func absorb(day: Int32, counts: UnsafeMutablePointer<UInt32>, width: Int) {
        lastRow = day
        for column in 0..<width where counts[column] > 0 {
            lastActive = day
            if firstActive == nil { firstActive = day }
            return
        }
    }
}
