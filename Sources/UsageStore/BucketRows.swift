internal import Base

/// The rows of one thread, by bucket. It is one value, accessed once per chunk of rows, not per row.
struct BucketRows: ~Copyable {
    private let code: RowCode
    private let memory: StoreMemory
    /// The base-2 logarithm of the number of portals in a bucket.
    private let portalBits: Int
    private let days: ClosedRange<Int32>
    private let buckets: UnsafeMutableBufferPointer<Bucket>
    private(set) var totals = UsageTotals()

    /// The write position of a bucket.
    private struct Bucket {
        var block: RowBlock?
        /// The next free byte of `block`, and its end.
        var next: UnsafeMutableRawPointer?
        var end: UnsafeMutableRawPointer?
        /// The number of rows in `block`.
        var rows = 0
        var full: [RowBlock] = []
    }

    init(code: RowCode, memory: StoreMemory, portalBits: Int, bucketCount: Int, today: Day) {
        self.code = code
        self.memory = memory
        self.portalBits = portalBits
        days = RowCode.firstDay...max(RowCode.firstDay, today.daysSinceEpoch)
        buckets = .allocate(capacity: bucketCount)
        buckets.initialize(repeating: Bucket())
    }

    deinit {
        buckets.deinitialize()
        buckets.deallocate()
    }

    mutating func append(_ rows: UsageAppender.Rows) throws(UsageStoreError) {
        let width = code.width
        for row in 0..<rows.count {
            let day = rows.days[row]
            guard Self.isSet(rows.hasDay, row), days.contains(day) else {
                totals.unusable += 1
                continue
            }
            let portal = rows.portals[row]
            guard portal >= 0 else {
                totals.unknown += 1
                continue
            }
            var actions: UInt32 = 0
            var users: UInt32 = 0
            for column in 0..<rows.actions { actions |= rows.counts[column][row] }
            for column in rows.actions..<width { users |= rows.counts[column][row] }
            totals.add(day: day, hasActions: actions > 0, hasUsers: users > 0)
            let bucket = buckets.baseAddress! + Int(portal) >> portalBits
            let place = UInt16(truncatingIfNeeded: portal & (1 << Int32(portalBits) - 1))
            let target = try room(in: bucket)
            let bytes = code.write(place: place, day: day, counts: rows.counts, row: row, to: target)
            bucket.pointee.next = target + bytes
            bucket.pointee.rows += 1
        }
    }

    mutating func note(unusable rows: Int) { totals.unusable += rows }

    @inline(__always)
    private static func isSet(_ bits: UnsafePointer<UInt64>?, _ row: Int) -> Bool {
        guard let bits else { return true }
        return bits[row >> 6] >> UInt64(row & 63) & 1 == 1
    }

    /// Returns the place for the next row of a bucket, with room for the longest row.
    @inline(__always)
    private func room(in bucket: UnsafeMutablePointer<Bucket>) throws(UsageStoreError) -> UnsafeMutableRawPointer {
        if let next = bucket.pointee.next, next + code.mostBytes <= bucket.pointee.end! { return next }
        return try newBlock(in: bucket)
    }

    private func newBlock(in bucket: UnsafeMutablePointer<Bucket>) throws(UsageStoreError) -> UnsafeMutableRawPointer {
        close(bucket)
        let last = bucket.pointee.full.last?.bytes ?? 0
        let bytes = max(code.mostBytes, min(max(2 * last, RowBlock.leastBytes), RowBlock.mostBytes))
        if !memory.reserve(bytes) {
            try spill()
            // Blocks of other threads stay in memory, so the limit is kept up to one block per bucket and thread.
            memory.reserveAnyway(bytes)
        }
        let block = RowBlock(bytes: bytes, memory: memory)
        bucket.pointee.block = block
        bucket.pointee.next = block.start
        bucket.pointee.end = block.start! + bytes
        return block.start!
    }

    /// Ends a bucket's open block.
    private func close(_ bucket: UnsafeMutablePointer<Bucket>) {
        guard let block = bucket.pointee.block else { return }
        block.used = bucket.pointee.next! - block.start!
        block.rows = bucket.pointee.rows
        bucket.pointee.full.append(block)
        bucket.pointee.block = nil
        bucket.pointee.next = nil
        bucket.pointee.end = nil
        bucket.pointee.rows = 0
    }

    /// Writes everything that this thread holds to disk.
    private func spill() throws(UsageStoreError) {
        for index in buckets.indices {
            close(buckets.baseAddress! + index)
            for block in buckets[index].full { try block.spill() }
        }
    }

    func takeBlocks(_ bucket: Int) -> [RowBlock] {
        close(buckets.baseAddress! + bucket)
        defer { buckets[bucket].full = [] }
        return buckets[bucket].full
    }

    mutating func removeAll() {
        for bucket in buckets.indices { buckets[bucket] = Bucket() }
        totals = UsageTotals()
    }
}
