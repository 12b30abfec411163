internal import Base

/// Takes the usage rows of one thread into its store.
package final class UsageAppender: @unchecked Sendable {
    // Used by one thread at a time: the one that appends, and after it the one that seals the store.
    private var buckets: BucketRows

    package var totals: UsageTotals { buckets.totals }

    /// Columns of a chunk of rows.
    package struct Rows {
        package var count: Int
        /// Numbers of the portals; below 0 where it is not known.
        package var portals: UnsafePointer<Int32>
        /// Days since 1970-01-01, and one bit per row, set where there is one.
        package var days: UnsafePointer<Int32>
        package var hasDay: UnsafePointer<UInt64>?
        /// By column.
        package var counts: UnsafePointer<UnsafePointer<UInt32>>
        /// The count columns that are actions; the others are users.
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

    /// Takes rows; those without a day from 2000 to today, and those of unknown portals, are counted and left out.
    ///
    /// - Throws: `UsageStoreError` where there is no room.
    package func append(_ rows: Rows) throws(UsageStoreError) { try buckets.append(rows) }

    /// Notes rows that could not be used for their counts; each is in the rows that were appended or is not.
    package func note(unusable rows: Int) { buckets.note(unusable: rows) }

    func takeBlocks(_ bucket: Int) -> [RowBlock] { buckets.takeBlocks(bucket) }

    func removeAll() { buckets.removeAll() }
}
