internal import DuckDB

/// Usage rows of some portals, by column, ordered by portal and day.
final class PortalDays {
    let count: Int
    let portal: UnsafeMutablePointer<Int32>
    /// Days since 1970-01-01.
    let day: UnsafeMutablePointer<Int32>
    /// Row-major: the counts of one row lie side by side, since the walk takes a row whole.
    let counts: UnsafeMutablePointer<UInt32>
    let width: Int

    /// Copies a result whose columns are portal (INTEGER), day (DATE) and the counts (UINTEGER).
    init(_ result: QueryResult) {
        let chunks = Array(sequence(state: ()) { _ in result.nextChunk() })
        let width = result.columnCount - 2
        let count = chunks.reduce(0) { $0 + $1.count }
        (self.width, self.count) = (width, count)
        portal = .allocate(capacity: count)
        day = .allocate(capacity: count)
        counts = .allocate(capacity: count * width)
        var start = 0
        for chunk in chunks {
            (portal + start).update(from: chunk.values(0, as: Int32.self).baseAddress!, count: chunk.count)
            (day + start).update(from: chunk.values(1, as: Int32.self).baseAddress!, count: chunk.count)
            for column in 0..<width {
                let values = chunk.values(column + 2, as: UInt32.self)
                var target = counts + start * width + column
                for row in 0..<chunk.count {
                    target.pointee = values[row]
                    target += width
                }
            }
            start += chunk.count
        }
    }

    deinit {
        portal.deallocate()
        day.deallocate()
        counts.deallocate()
    }
}
