package import Base
package import UsageStore

/// Usage rows as an appender takes them.
package struct UsageRowsForTests {
    private let rows: [(portal: Int, day: Day, counts: [Int])]

    package init(_ rows: [(portal: Int, day: Day, counts: [Int])]) { self.rows = rows }

    /// Appends all rows in one go.
    package func append(to appender: UsageAppender, actions: Int) {
        do { try tryToAppend(to: appender, actions: actions) } catch { preconditionFailure("\(error)") }
    }

    /// Appends all rows in one go, where there may be no room.
    package func tryToAppend(to appender: UsageAppender, actions: Int) throws {
        let width = rows.first?.counts.count ?? 0
        let columns = (0..<width).map { column in rows.map { UInt32($0.counts[column]) } }
        let flat = UnsafeMutablePointer<UInt32>.allocate(capacity: max(1, width * rows.count))
        defer { flat.deallocate() }
        for (column, values) in columns.enumerated() {
            (flat + column * rows.count).initialize(from: values, count: values.count)
        }
        let starts = (0..<width).map { UnsafePointer(flat + $0 * rows.count) }
        let portals = rows.map { Int32($0.portal) }
        let days = rows.map(\.day.daysSinceEpoch)
        try portals.withUnsafeBufferPointer { portals in
            try days.withUnsafeBufferPointer { days in
                try starts.withUnsafeBufferPointer { starts in
                    guard rows.count > 0 else { return }
                    try appender.append(
                        UsageAppender.Rows(
                            count: rows.count, portals: portals.baseAddress!, days: days.baseAddress!, hasDay: nil,
                            counts: starts.baseAddress!, actions: actions))
                }
            }
        }
    }
}
