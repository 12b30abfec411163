/// The usage rows of a range of portals, ordered by portal and day.
package final class PortalDays {
    package let count: Int
    package let portal: UnsafeMutablePointer<Int32>
    /// Days since 1970-01-01.
    package let day: UnsafeMutablePointer<Int32>
    /// The counts, row-major: the counts of one row are adjacent, because the walk reads whole rows.
    package let counts: UnsafeMutablePointer<UInt32>
    package let width: Int
    package private(set) var isReleased = false

    init(count: Int, width: Int) {
        (self.count, self.width) = (count, width)
        portal = .allocate(capacity: count)
        day = .allocate(capacity: count)
        counts = .allocate(capacity: count * width)
    }

    deinit { release() }

    /// Frees the memory before the owner of the rows ends. DuckDB keeps a table function, and with it the walk, as long
    /// as the database is open. No row may be read afterwards.
    package func release() {
        guard !isReleased else { return }
        isReleased = true
        portal.deallocate()
        day.deallocate()
        counts.deallocate()
    }
}
