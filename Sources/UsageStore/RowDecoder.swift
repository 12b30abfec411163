internal import ProspectCore

/// Puts the rows of some buckets into the order of portal and day: a counting sort by portal, then each portal by day.
struct RowDecoder {
    let code: RowCode
    /// A bucket has two to this power portals.
    let portalBits: Int

    /// - Parameters:
    ///   - blocks: of consecutive buckets.
    ///   - day: later rows are left out.
    func decode(
        _ blocks: [[RowBlock]], firstBucket: Int, portals: Range<Int>, through day: Day
    ) throws(UsageStoreError) -> PortalDays {
        let last = day.daysSinceEpoch
        // Where the next row of each portal goes.
        let next = UnsafeMutablePointer<Int>.allocate(capacity: portals.count)
        defer { next.deallocate() }
        next.initialize(repeating: 0, count: portals.count)
        try each(blocks, firstBucket: firstBucket, portals: portals) { portal, row in
            if RowCode.head(of: row).day <= last { next[portal] += 1 }
        }
        var sum = 0
        for portal in 0..<portals.count { (next[portal], sum) = (sum, sum + next[portal]) }
        let rows = PortalDays(count: sum, width: code.width)
        try each(blocks, firstBucket: firstBucket, portals: portals) { portal, row in
            let day = RowCode.head(of: row).day
            guard day <= last else { return }
            let place = next[portal]
            next[portal] = place + 1
            rows.portal[place] = Int32(portals.lowerBound + portal)
            rows.day[place] = day
            code.readCounts(of: row, into: rows.counts + place * code.width)
        }
        var sorter = DaySorter(rows)
        var start = 0
        for portal in 0..<portals.count {
            sorter.sort(start..<next[portal])
            start = next[portal]
        }
        return rows
    }

    /// Every row with the place of its portal in the range.
    @inline(__always)
    private func each(
        _ blocks: [[RowBlock]], firstBucket: Int, portals: Range<Int>, _ body: (Int, UnsafeRawPointer) -> Void
    ) throws(UsageStoreError) {
        for (index, blocks) in blocks.enumerated() {
            let offset = (firstBucket + index) << portalBits - portals.lowerBound
            for block in blocks {
                try block.read { bytes in
                    var row = bytes.baseAddress!
                    let end = row + bytes.count
                    while row < end {
                        let head = RowCode.head(of: row)
                        body(offset + head.place, row)
                        row += head.bytes
                    }
                }
            }
        }
    }
}

/// Sorts the rows of one portal by day. Rows of one day may stand in any order; the walk adds them up.
private struct DaySorter {
    private let rows: PortalDays
    /// Day and row in one number, so that sorting compares numbers.
    private var keys: [UInt64] = []
    private var counts: [UInt32] = []

    init(_ rows: PortalDays) { self.rows = rows }

    mutating func sort(_ range: Range<Int>) {
        var isOrdered = true
        for row in range.dropFirst() where rows.day[row] < rows.day[row - 1] {
            isOrdered = false
            break
        }
        guard !isOrdered else { return }
        let width = rows.width
        keys.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
        for row in range {
            keys.append(UInt64(UInt32(bitPattern: rows.day[row]) ^ 0x8000_0000) << 32 | UInt64(row - range.lowerBound))
        }
        counts.append(
            contentsOf: UnsafeBufferPointer(
                start: rows.counts + range.lowerBound * width, count: range.count * width))
        keys.sort()
        counts.withUnsafeBufferPointer { counts in
            for (place, key) in zip(range, keys) {
                rows.day[place] = Int32(bitPattern: UInt32(key >> 32) ^ 0x8000_0000)
                (rows.counts + place * width).update(
                    from: counts.baseAddress! + Int(key & 0xFFFF_FFFF) * width, count: width)
            }
        }
    }
}
