internal import Base

/// Adds the usage rows of one thread to its store.
package final class UsageAppender: @unchecked Sendable {
    // One thread at a time uses it: the one that appends, and later the one that seals the store.
    private var buckets: BucketRows

    package var totals: UsageTotals { buckets.totals }

    /// The columns of a chunk of rows.
    package struct Rows {
        package var count: Int
        /// The numbers of the portals, below 0 if unknown.
        package var portals: UnsafePointer<Int32>
        /// The days since 1970-01-01, and one bit per row that is set if there is a day.
        package var days: UnsafePointer<Int32>
        package var hasDay: UnsafePointer<UInt64>?
        /// The counts by column.
        package var counts: UnsafePointer<UnsafePointer<UInt32>>
        /// The number of count columns that are actions. The others are users.
        package var actions: Int

        package init(
            count: Int, portals: UnsafePointer<Int32>, days: UnsafePointer<Int32>,
            hasDay: UnsafePointer<UInt64>?, counts: UnsafePointer<UnsafePointer<UInt32>>, actions: Int
        ) {
            self.count = count
            self.portals = portals
            self.days = days
            self.hasDay = hasDay
            self.counts = counts
            self.actions = actions
        }
    }

    init(code: RowCode, memory: StoreMemory, portalBits: Int, bucketCount: Int, today: Day) {
        buckets = BucketRows(
            code: code, memory: memory, portalBits: portalBits, bucketCount: bucketCount, today: today)
    }

    /// Adds rows. Rows without a day from 2000 to today, and those of unknown portals, are counted and left out.
    ///
    /// - Throws: `UsageStoreError` if there is no room.
    package func append(_ rows: Rows) throws(UsageStoreError) { try buckets.append(rows) }

    /// Counts rows whose counts were unusable. The rows may or may not have been appended.
    package func note(unusable rows: Int) { buckets.note(unusable: rows) }

    func takeBlocks(_ bucket: Int) -> [RowBlock] { buckets.takeBlocks(bucket) }

    func removeAll() { buckets.removeAll() }
}
