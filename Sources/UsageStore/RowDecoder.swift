internal import Base

/// Sorts the rows of some buckets by portal and day: a counting sort by portal, then each portal by day.
struct RowDecoder {
    let code: RowCode
    /// The base-2 logarithm of the number of portals in a bucket.
    let portalBits: Int

    /// Decodes and sorts rows.
    ///
    /// - Parameters:
    ///   - blocks: The blocks of consecutive buckets.
    ///   - days: Rows of other days are left out.
    func decode(
        _ blocks: [[RowBlock]], firstBucket: Int, portals: Range<Int>, in days: ClosedRange<Day>
    ) throws(UsageStoreError) -> PortalDays {
        let (first, last) = (days.lowerBound.daysSinceEpoch, days.upperBound.daysSinceEpoch)
        // This is the place for the next row of each portal.
        let next = UnsafeMutablePointer<Int>.allocate(capacity: portals.count)
        defer { next.deallocate() }
        next.initialize(repeating: 0, count: portals.count)
        try each(blocks, firstBucket: firstBucket, portals: portals) { portal, row in
            let day = RowCode.head(of: row).day
            if day >= first, day <= last { next[portal] += 1 }
        }
        var sum = 0
        for portal in 0..<portals.count { (next[portal], sum) = (sum, sum + next[portal]) }
        let rows = PortalDays(count: sum, width: code.width)
        try each(blocks, firstBucket: firstBucket, portals: portals) { portal, row in
            let day = RowCode.head(of: row).day
            guard day >= first, day <= last else { return }
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

    /// Returns the first day of each portal.
    ///
    /// - Parameters:
    ///   - blocks: The blocks of all buckets.
    ///   - days: Rows of other days are left out.
    func firstDays(
        _ blocks: [[RowBlock]], portals: Int, in days: ClosedRange<Day>
    ) throws(UsageStoreError) -> [Day?] {
        let (first, last) = (days.lowerBound.daysSinceEpoch, days.upperBound.daysSinceEpoch)
        let firsts = UnsafeMutableBufferPointer<Int32>.allocate(capacity: portals)
        defer { firsts.deallocate() }
        firsts.initialize(repeating: .max)
        try each(blocks, firstBucket: 0, portals: 0..<portals) { portal, row in
            let day = RowCode.head(of: row).day
            if day >= first, day <= last, day < firsts[portal] { firsts[portal] = day }
        }
        return firsts.map { $0 == .max ? nil : Day(daysSinceEpoch: $0) }
    }

    /// Visits every row with the index of its portal in the range.
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

/// Sorts the rows of one portal by day. Rows of one day may be in any order, because the walk adds them up.
private struct DaySorter {
    /// The number of days per row, from a portal's first to its last, up to which days are counted and not compared.
    private static let daysPerRow = 32

    private let rows: PortalDays
    /// The place of each row, counted from the portal's first.
    private var places: [Int32] = []
    private var rowsBefore: [Int32] = []
    private var keys: [UInt64] = []
    private var days: [Int32] = []
    private var counts: [UInt32] = []

    init(_ rows: PortalDays) { self.rows = rows }

    mutating func sort(_ range: Range<Int>) {
        guard range.count > 1 else { return }
        let day = UnsafeBufferPointer(start: rows.day + range.lowerBound, count: range.count)
        var isOrdered = true
        var (first, last) = (day[0], day[0])
        for row in 1..<day.count {
            isOrdered = isOrdered && day[row] >= day[row - 1]
            first = min(first, day[row])
            last = max(last, day[row])
        }
        guard !isOrdered else { return }
        places.removeAll(keepingCapacity: true)
        if Int(last) - Int(first) <= Self.daysPerRow * range.count {
            placeByCounting(day, first: first, last: last)
        } else {
            placeByComparing(day)
        }
        move(range)
    }

    private mutating func placeByCounting(_ day: UnsafeBufferPointer<Int32>, first: Int32, last: Int32) {
        rowsBefore.removeAll(keepingCapacity: true)
        rowsBefore.append(contentsOf: repeatElement(0, count: Int(last - first) + 1))
        rowsBefore.withUnsafeMutableBufferPointer { before in
            for day in day { before[Int(day - first)] &+= 1 }
            var sum: Int32 = 0
            for index in before.indices { (before[index], sum) = (sum, sum &+ before[index]) }
            for day in day {
                places.append(before[Int(day - first)])
                before[Int(day - first)] &+= 1
            }
        }
    }

    private mutating func placeByComparing(_ day: UnsafeBufferPointer<Int32>) {
        // Day and row form a single number, so that sorting compares numbers.
        keys.removeAll(keepingCapacity: true)
        for row in day.indices { keys.append(UInt64(UInt32(bitPattern: day[row]) ^ 0x8000_0000) << 32 | UInt64(row)) }
        keys.sort()
        places.append(contentsOf: repeatElement(0, count: day.count))
        for (place, key) in keys.enumerated() { places[Int(key & 0xFFFF_FFFF)] = Int32(place) }
    }

    private mutating func move(_ range: Range<Int>) {
        let width = rows.width
        let day = rows.day + range.lowerBound
        let target = rows.counts + range.lowerBound * width
        days.removeAll(keepingCapacity: true)
        counts.removeAll(keepingCapacity: true)
        days.append(contentsOf: UnsafeBufferPointer(start: day, count: range.count))
        counts.append(contentsOf: UnsafeBufferPointer(start: target, count: range.count * width))
        counts.withUnsafeBufferPointer { counts in
            for row in 0..<range.count {
                let place = Int(places[row])
                day[place] = days[row]
                (target + place * width).update(from: counts.baseAddress! + row * width, count: width)
            }
        }
    }
}
