package import Base
package import UsageStore

/// What the days of the usage rows show: how often usage is recorded, which rows are strays, and how far usage reaches.
///
/// Only the number of rows per day counts, never their content.
package struct UsageCalendar: Equatable, Sendable {
    /// The days from the first row to the last, without strays.
    package let days: ClosedRange<Day>
    package let cadence: Cadence
    /// The last day that usage covers.
    package let through: Day
    /// Days with a few rows far from all others, in order.
    package let strays: [DayVolume]
    /// The number of rows of each day that counts, in order.
    let volumes: [DayVolume]
    /// The number of rows in a usual week: the median over the weeks that have any.
    let usualWeek: Double

    /// The number of days without any row that separates a stray from the rest.
    static let strayGap = 28
    /// The share of the usual rows below which a day or week is not covered.
    static let plausibleShare = 0.1
    /// The number of weeks before a day that define what is usual.
    static let usualWeeks = 8

    /// Evaluates the days.
    ///
    /// - Parameters:
    ///   - volumes: The days that have a row, in order. Must not be empty.
    ///   - today: The day on which the program runs. Usage covers no later day.
    package init?(_ volumes: [DayVolume], today: Day) {
        guard !volumes.isEmpty else { return nil }
        let cadence = Self.cadence(volumes)
        let kept = Self.withoutStrays(volumes)
        let isKept = kept.first!.day...kept.last!.day
        self.cadence = cadence
        self.volumes = kept
        strays = volumes.filter { !isKept.contains($0.day) }
        days = isKept
        usualWeek = Self.usualWeek(kept)
        through = min(today, Self.through(kept, cadence: cadence, usualWeek: usualWeek, today: today))
    }

    /// Returns how often usage is recorded. It is weekly if nearly all rows fall on one weekday.
    private static func cadence(_ volumes: [DayVolume]) -> Cadence {
        var rows: [Weekday: Int] = [:]
        for volume in volumes { rows[volume.day.weekday, default: 0] += volume.rows }
        let all = rows.values.reduce(0, +)
        return Double(all - rows.values.max()!) <= 0.005 * Double(all) ? .weekly : .daily
    }

    /// Returns the rows without strays: blocks of few rows at either end, far from the rest.
    private static func withoutStrays(_ volumes: [DayVolume]) -> [DayVolume] {
        var blocks: [[DayVolume]] = []
        for volume in volumes {
            if let last = blocks.last?.last, volume.day - last.day <= strayGap {
                blocks[blocks.count - 1].append(volume)
            } else {
                blocks.append([volume])
            }
        }
        func rows(_ block: [DayVolume]) -> Int { block.reduce(0) { $0 + $1.rows } }
        let all = blocks.reduce(0) { $0 + rows($1) }
        let main = blocks.max { rows($0) < rows($1) }!
        let usual = usualWeek(main)
        func isStray(_ block: [DayVolume]) -> Bool {
            let weeks = (block.last!.day - block.first!.day) / 7 + 1
            return block != main && Double(rows(block)) < plausibleShare * usual * Double(weeks)
                && Double(rows(block)) <= 0.01 * Double(all)
        }
        while blocks.count > 1, isStray(blocks.last!) { blocks.removeLast() }
        while blocks.count > 1, isStray(blocks.first!) { blocks.removeFirst() }
        return blocks.flatMap(\.self)
    }

    /// Returns the median number of rows in the weeks that have any, counted back from the last day.
    private static func usualWeek(_ volumes: [DayVolume]) -> Double {
        let last = volumes.last!.day
        var weeks: [Int: Int] = [:]
        for volume in volumes { weeks[(last - volume.day) / 7, default: 0] += volume.rows }
        return median(weeks.values.map(Double.init))
    }

    static func median(_ values: [Double]) -> Double {
        guard !values.isEmpty else { return 0 }
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}

/// The computation of how far usage reaches.
extension UsageCalendar {
    /// Returns the last day with a plausible number of rows, extended by the following days on which there are usually
    /// none.
    ///
    /// A row of weekly usage stands for the seven days that begin with its date.
    private static func through(
        _ volumes: [DayVolume], cadence: Cadence, usualWeek: Double, today: Day
    ) -> Day {
        let rows = Dictionary(uniqueKeysWithValues: volumes.map { ($0.day, $0.rows) })
        let first = volumes.first!.day
        /// Returns the numbers of rows on the same weekday of the weeks before.
        func before(_ day: Day) -> [Double] {
            (1...usualWeeks).map { day - 7 * $0 }.filter { $0 >= first }.map { Double(rows[$0] ?? 0) }
        }
        var last = volumes.count - 1
        var left = 0
        while last > 0 {
            let volume = volumes[last]
            let usual = before(volume.day)
            let isFew = usual.count >= 3 && Double(volume.rows) < plausibleShare * median(usual)
            // A week or more with few rows is normal usage, not a table that was cut off.
            guard isFew, Double(left + volume.rows) < plausibleShare * usualWeek else { break }
            left += volume.rows
            last -= 1
        }
        let covered = volumes[last].day
        if cadence == .weekly { return covered + 6 }
        guard last == volumes.count - 1 else { return covered }
        return quietDays(behind: covered, before: before, today: today)
    }

    /// Returns the last day of a quiet stretch, such as a weekend, that follows a day.
    private static func quietDays(behind covered: Day, before: (Day) -> [Double], today: Day) -> Day {
        func activeShare(_ day: Day) -> Double? {
            let usual = before(day)
            return usual.count >= 3 ? Double(usual.count { $0 > 0 }) / Double(usual.count) : nil
        }
        // If no weekday regularly has rows, a day without rows says nothing.
        guard (1...7).contains(where: { (activeShare(covered + $0) ?? 0) >= 0.75 }) else { return covered }
        var day = covered
        while day - covered < 6, day + 1 < today, let share = activeShare(day + 1), share <= 0.25 { day = day + 1 }
        return day
    }
}
