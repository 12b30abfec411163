package import Base
internal import Synchronization

/// Usage rows of many portals, kept compact by ranges of portals, in memory and beyond a limit on disk.
///
/// Any number of appenders, one per thread, take rows in any order; after `seal()` the rows of a range of portals are
/// read in the order of portal and day. A row takes some ten bytes: counts of zero take none (see `RowCode`).
package final class UsageStore: Sendable {
    /// Portals whose rows lie together. A place within them fits 16 bits.
    private static let mostPortalBits = 12
    /// A company of any size has about so many buckets at least, so that there is work for several threads.
    private static let leastBuckets = 16

    /// Portals are numbered from 0.
    package let portals: Int
    /// Counts of a row.
    package let width: Int
    private let code: RowCode
    /// A bucket has two to this power portals.
    private let portalBits: Int
    private let bucketCount: Int
    private let memory: StoreMemory
    private let today: Day
    private let state = Mutex(State())

    private struct State {
        var appenders: [UsageAppender] = []
        var sealed: Sealed?
    }

    /// What there is once all rows have been taken.
    private struct Sealed {
        var buckets: [[RowBlock]]
        var rows: [Int]
        var totals: UsageTotals
        /// Rows of other days are left out.
        var days = Day(daysSinceEpoch: .min)...Day(daysSinceEpoch: .max)
    }

    /// - Parameters:
    ///   - portals: how many there are; rows name them by number.
    ///   - width: counts of a row.
    ///   - today: later rows cannot be used.
    ///   - memoryLimit: bytes beyond which rows go to disk; nil: never.
    ///   - spillFolder: where they go; made when it is needed.
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

    /// Takes the rows of one thread.
    package func makeAppender() -> UsageAppender {
        let appender = UsageAppender(
            code: code, memory: memory, portalBits: portalBits, bucketCount: bucketCount, today: today)
        state.withLock { state in
            precondition(state.sealed == nil, "All rows have been taken.")
            state.appenders.append(appender)
        }
        return appender
    }

    /// What the rows taken so far came to. No appender may be at work.
    package var totals: UsageTotals {
        state.withLock { state in
            state.sealed?.totals ?? state.appenders.reduce(into: UsageTotals()) { $0.add($1.totals) }
        }
    }

    /// Forgets every row, so that the tables can be read again.
    package func removeAll() {
        state.withLock { state in
            for appender in state.appenders { appender.removeAll() }
            state.appenders = []
        }
    }

    /// Ends the taking of rows. No appender may be at work.
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

    /// Leaves out the rows of all other days from now on: stray ones. The store has been sealed.
    package func restrict(to days: ClosedRange<Day>) {
        state.withLock { $0.sealed?.days = days }
    }

    /// The first day of each portal that has a row; nil for a portal without one. The store has been sealed.
    ///
    /// - Throws: `UsageStoreError` where rows that went to disk cannot be read back.
    package func firstDays() throws(UsageStoreError) -> [Day?] {
        let (buckets, days) = state.withLock { ($0.sealed!.buckets, $0.sealed!.days) }
        return try RowDecoder(code: code, portalBits: portalBits).firstDays(buckets, portals: portals, in: days)
    }

    /// All portals in ranges with about so many rows each; they depend on the rows alone.
    package func parts(rows: Int) -> [Range<Int>] {
        let counts = state.withLock { $0.sealed!.rows }
        let total = counts.reduce(0, +)
        // Two at least where there is enough for two threads.
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

    /// The rows of a range of portals up to a day, in the order of portal and day.
    ///
    /// - Parameter portals: begins and ends where a range of `parts` does.
    /// - Throws: `UsageStoreError` where rows that went to disk cannot be read back.
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

/// Rows that went to disk could not be written or read back.
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
