package import Base
internal import Synchronization

/// The usage rows of many portals, kept compactly by ranges of portals, in memory and beyond a limit on disk.
///
/// Any number of appenders, one per thread, add rows in any order. After `seal()`, the rows of a range of portals can
/// be read in the order of portal and day. A row takes about ten bytes. Counts of zero take none (see `RowCode`).
package final class UsageStore: Sendable {
    /// The maximum base-2 logarithm of the number of portals whose rows are stored together. An index within them fits
    /// 16 bits.
    private static let mostPortalBits = 12
    /// The approximate minimum number of buckets of a company of any size, so that there is work for several threads.
    private static let leastBuckets = 16

    /// The number of portals. They are numbered from 0.
    package let portals: Int
    /// The number of counts in a row.
    package let width: Int
    private let code: RowCode
    /// The base-2 logarithm of the number of portals in a bucket.
    private let portalBits: Int
    private let bucketCount: Int
    private let memory: StoreMemory
    private let today: Day
    private let state = Mutex(State())

    private struct State {
        var appenders: [UsageAppender] = []
        var sealed: Sealed?
    }

    /// The state after all rows have been added.
    private struct Sealed {
        var buckets: [[RowBlock]]
        var rows: [Int]
        var totals: UsageTotals
        /// The days to keep. Rows of other days are left out.
        var days = Day(daysSinceEpoch: .min)...Day(daysSinceEpoch: .max)
    }

    /// Makes a store.
    ///
    /// - Parameters:
    ///   - portals: The number of portals. Rows identify them by number.
    ///   - width: The number of counts in a row.
    ///   - today: Later rows are unusable.
    ///   - memoryLimit: The number of bytes beyond which rows go to disk, or nil for no limit.
    ///   - spillFolder: The folder for these rows. It is made when needed.
    package init(portals: Int, width: Int, today: Day, memoryLimit: Int? = nil, spillFolder: String) {
        self.portals = portals
        self.width = width
        self.today = today
        code = RowCode(width: width)
        let wanted = portals / Self.leastBuckets
        portalBits = min(Self.mostPortalBits, wanted.bitWidth - wanted.leadingZeroBitCount)
        bucketCount = (portals + 1 << portalBits - 1) >> portalBits
        memory = StoreMemory(limit: memoryLimit, folder: spillFolder)
    }

    /// Returns an appender for the rows of one thread.
    package func makeAppender() -> UsageAppender {
        let appender = UsageAppender(
            code: code, memory: memory, portalBits: portalBits, bucketCount: bucketCount, today: today)
        state.withLock { state in
            precondition(state.sealed == nil, "All rows have been taken.")
            state.appenders.append(appender)
        }
        return appender
    }

    /// The totals of the rows added so far. No appender may be at work.
    package var totals: UsageTotals {
        state.withLock { state in
            state.sealed?.totals ?? state.appenders.reduce(into: UsageTotals()) { $0.add($1.totals) }
        }
    }

    /// Removes every row, so that the tables can be read again.
    package func removeAll() {
        state.withLock { state in
            for appender in state.appenders { appender.removeAll() }
            state.appenders = []
        }
    }

    /// Ends the adding of rows. No appender may be at work.
    package func seal() {
        state.withLock { state in
            guard state.sealed == nil else { return }
            var sealed = Sealed(
                buckets: Array(repeating: [], count: bucketCount), rows: Array(repeating: 0, count: bucketCount),
                totals: UsageTotals())
            for appender in state.appenders {
                sealed.totals.add(appender.totals)
                for bucket in 0..<bucketCount {
                    let blocks = appender.takeBlocks(bucket)
                    sealed.buckets[bucket] += blocks
                    sealed.rows[bucket] += blocks.reduce(0) { $0 + $1.rows }
                }
            }
            state.appenders = []
            state.sealed = sealed
        }
    }

    /// Leaves out the rows of all other days from now on, to remove strays. The store must be sealed.
    package func restrict(to days: ClosedRange<Day>) {
        state.withLock { $0.sealed?.days = days }
    }

    /// Returns the first day of each portal, or nil for a portal without rows. The store must be sealed.
    ///
    /// - Throws: `UsageStoreError` if rows on disk cannot be read back.
    package func firstDays() throws(UsageStoreError) -> [Day?] {
        let (buckets, days) = state.withLock { ($0.sealed!.buckets, $0.sealed!.days) }
        return try RowDecoder(code: code, portalBits: portalBits).firstDays(buckets, portals: portals, in: days)
    }

    /// Returns all portals in ranges with about the given number of rows each. The ranges depend on the rows alone.
    package func parts(rows: Int) -> [Range<Int>] {
        let counts = state.withLock { $0.sealed!.rows }
        let total = counts.reduce(0, +)
        // There are at least two ranges if there is enough for two threads.
        let wanted = max(total > rows / 2 ? 2 : 1, (total + rows - 1) / rows)
        var parts: [Range<Int>] = []
        var (begin, sum) = (0, 0)
        for bucket in 0..<bucketCount {
            sum += counts[bucket]
            let isLast = bucket == bucketCount - 1
            if isLast || sum * wanted >= total * (parts.count + 1) && total > 0 {
                let end = isLast ? portals : (bucket + 1) << portalBits
                parts.append(begin..<end)
                begin = end
            }
        }
        return parts
    }

    /// Returns the rows of a range of portals up to a day, in the order of portal and day.
    ///
    /// - Parameter portals: The range. It must begin and end where a range of `parts` does.
    /// - Throws: `UsageStoreError` if rows on disk cannot be read back.
    package func rows(of portals: Range<Int>, through day: Day) throws(UsageStoreError) -> PortalDays {
        guard !portals.isEmpty else { return PortalDays(count: 0, width: width) }
        let first = portals.lowerBound >> portalBits
        let last = (portals.upperBound - 1) >> portalBits
        let (blocks, days) = state.withLock { state in
            (state.sealed!.buckets[first...last].map(\.self), state.sealed!.days)
        }
        guard day >= days.lowerBound else { return PortalDays(count: 0, width: width) }
        return try RowDecoder(code: code, portalBits: portalBits)
            .decode(blocks, firstBucket: first, portals: portals, in: days.lowerBound...min(day, days.upperBound))
    }
}

/// An error for rows that could not be written to disk or read back.
package struct UsageStoreError: ProspectError {
    package let problem: String
    package let remedy: String?

    static func cannotSpill(_ path: String, reason: String) -> Self {
        Self(
            problem: "Usage rows do not fit the memory limit, and cannot be written to '\(path)': \(reason).",
            remedy: "Make room there, or raise `resources.memory_limit`.")
    }

    static func cannotReadBack(_ path: String, reason: String) -> Self {
        Self(
            problem: "Usage rows that were written to '\(path)' cannot be read back: \(reason).",
            remedy: "Look at the disk, or raise `resources.memory_limit` so that no rows go there.")
    }
}
