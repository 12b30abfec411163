internal import DuckDB

/// Usage rows of a range of portals, ordered by portal and day.
final class PortalDays {
    let count: Int
    let portal: UnsafeMutablePointer<Int32>
    /// Days since 1970-01-01.
    let day: UnsafeMutablePointer<Int32>
    /// Row-major: the counts of one row lie side by side, since the walk takes a row whole.
    let counts: UnsafeMutablePointer<UInt32>
    let width: Int
    private(set) var isReleased = false

    /// Copies a result into its order: a counting sort by portal, then each portal's rows by day.
    ///
    /// Rows of one portal and day may stand in any order; the walk adds them up.
    ///
    /// - Parameters:
    ///   - result: portal (INTEGER), day (DATE) and the counts (UINTEGER), in any order.
    ///   - portals: the range in which all portal numbers lie.
    init(_ result: QueryResult, portals: Range<Int>) {
        let chunks = Array(sequence(state: ()) { _ in result.nextChunk() })
        let width = result.columnCount - 2
        let count = chunks.reduce(0) { $0 + $1.count }
        (self.width, self.count) = (width, count)
        portal = .allocate(capacity: count)
        day = .allocate(capacity: count)
        counts = .allocate(capacity: count * width)

        let order = Self.order(chunks, portals: portals, portal: portal, count: count)
        defer { order.deallocate() }
        let columns = chunks.flatMap { chunk in (0..<width).map { chunk.values($0 + 2, as: UInt32.self).baseAddress! } }
        columns.withUnsafeBufferPointer { columns in
            for place in 0..<count {
                let key = order[place]
                day[place] = key.day
                let target = counts + place * width
                let source = columns.baseAddress! + key.chunk * width
                for column in 0..<width { target[column] = source[column][key.row] }
            }
        }
        withExtendedLifetime(chunks) {}
    }

    deinit { release() }

    /// Gives the memory back before the rows' owner goes: DuckDB keeps a table function, and so the walk, as long as the
    /// database is open. No row may be read after it.
    func release() {
        guard !isReleased else { return }
        isReleased = true
        portal.deallocate()
        day.deallocate()
        counts.deallocate()
    }

    /// Where each row of the result comes to stand; fills in the portals on the way.
    private static func order(
        _ chunks: [DataChunk], portals: Range<Int>, portal: UnsafeMutablePointer<Int32>, count: Int
    ) -> UnsafeMutableBufferPointer<RowKey> {
        var ends = [Int](repeating: 0, count: portals.count)
        for chunk in chunks {
            for number in chunk.values(0, as: Int32.self) { ends[Int(number) - portals.lowerBound] += 1 }
        }
        var sum = 0
        for index in ends.indices { (ends[index], sum) = (sum, sum + ends[index]) }
        let order = UnsafeMutableBufferPointer<RowKey>.allocate(capacity: count)
        for (number, chunk) in chunks.enumerated() {
            let portalColumn = chunk.values(0, as: Int32.self)
            let dayColumn = chunk.values(1, as: Int32.self)
            for row in 0..<chunk.count {
                let index = Int(portalColumn[row]) - portals.lowerBound
                portal[ends[index]] = portalColumn[row]
                order.initializeElement(at: ends[index], to: RowKey(day: dayColumn[row], chunk: number, row: row))
                ends[index] += 1
            }
        }
        var start = 0
        for end in ends where end > start {
            order[start..<end].sort()
            start = end
        }
        return order
    }
}

/// A row of the result by its day and its place, in one number so that sorting compares numbers.
private struct RowKey: Comparable {
    private let bits: UInt64

    init(day: Int32, chunk: Int, row: Int) {
        bits = UInt64(UInt32(bitPattern: day) ^ 0x8000_0000) << 32 | UInt64(chunk << 11 | row)
    }

    var day: Int32 { Int32(bitPattern: UInt32(bits >> 32) ^ 0x8000_0000) }
    var chunk: Int { Int(bits & 0xFFFF_FFFF) >> 11 }
    var row: Int { Int(bits & 0x7FF) }

    static func < (left: RowKey, right: RowKey) -> Bool { left.bits < right.bits }
}
