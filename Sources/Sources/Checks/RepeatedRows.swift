internal import Base
package import UsageStore

/// Usage rows that occur more than once, counted over a part of the portals.
///
/// Several rows of one portal and day are added up. That is right if each row is an event, and wrong if a file was
/// appended twice: every row of some days then occurs twice, which never happens with events.
package struct RepeatedRows: Equatable, Sendable {
    /// The number of examined rows, and of rows equal to another one: same portal, day and counts.
    package private(set) var rows = 0
    package private(set) var copies = 0
    /// The number of examined rows whose portal has another row on the same day.
    package private(set) var sharedDays = 0
    /// The numbers of distinct rows by day, and of those that occur at least twice.
    private var groups: [Int32: (distinct: Int, repeated: Int, rows: Int)] = [:]

    package static func == (left: Self, right: Self) -> Bool {
        (left.rows, left.copies, left.sharedDays) == (right.rows, right.copies, right.sharedDays)
            && left.doubled == right.doubled
    }

    package init() {}

    /// Adds rows in the order of portal and day.
    mutating func add(_ days: PortalDays) {
        var start = 0
        while start < days.count {
            var end = start + 1
            while end < days.count, days.portal[end] == days.portal[start], days.day[end] == days.day[start] {
                end += 1
            }
            add(days, start..<end)
            start = end
        }
    }

    /// Adds the rows of one portal and day.
    private mutating func add(_ days: PortalDays, _ range: Range<Int>) {
        rows += range.count
        let day = days.day[range.lowerBound]
        guard range.count > 1 else {
            groups[day, default: (0, 0, 0)].distinct += 1
            groups[day]!.rows += 1
            return
        }
        sharedDays += range.count
        var seen: [[UInt32]: Int] = [:]
        for row in range {
            seen[Array(UnsafeBufferPointer(start: days.counts + row * days.width, count: days.width)), default: 0] += 1
        }
        copies += range.count - seen.count
        let repeated = seen.values.count { $0 > 1 }
        groups[day, default: (0, 0, 0)].distinct += seen.count
        groups[day]!.repeated += repeated
        groups[day]!.rows += range.count
    }

    /// The minimum number of distinct rows for a day or week to count as doubled.
    private static let leastOnDay = 5
    private static let leastInWeek = 8

    /// The days on which every row occurs at least twice, in order, and their rows.
    package var doubled: [DayVolume] {
        var weeks: [Int32: (distinct: Int, repeated: Int)] = [:]
        for (day, group) in groups {
            weeks[day / 7, default: (0, 0)].distinct += group.distinct
            weeks[day / 7]!.repeated += group.repeated
        }
        return groups.filter { day, group in
            guard group.distinct == group.repeated else { return false }
            let week = weeks[day / 7]!
            return group.distinct >= Self.leastOnDay
                || week.distinct == week.repeated && week.distinct >= Self.leastInWeek
        }.map { DayVolume(day: Day(daysSinceEpoch: $0.key), rows: $0.value.rows) }.sorted { $0.day < $1.day }
    }

    /// Returns the findings about repeated rows.
    ///
    /// - Parameters:
    ///   - all: The number of the company's usage rows, some of which were examined.
    ///   - days: The number of days that have a row.
    package func findings(all: Int, days: Int) -> [Finding] {
        guard rows > 0 else { return [] }
        let part = rows < all ? " Of \(all) rows, those of some portals (\(rows)) were compared." : ""
        func share(_ count: Int) -> String {
            let share = Double(count) / Double(rows)
            return "\((share * 1_000).rounded() / 10)%"
        }
        let doubled = doubled
        if !doubled.isEmpty {
            let rows = doubled.reduce(0) { $0 + $1.rows }
            let isAll = doubled.count >= days * 19 / 20
            let when =
                doubled.count == 1
                ? "\(doubled[0].day)" : "\(doubled.count) days from \(doubled[0].day) to \(doubled.last!.day)"
            return [
                Finding(
                    check: FindingName.doubledDays.rawValue, severity: .error, table: .usage, count: rows,
                    message: "Every usage row of \(when) is there twice\(isAll ? ", which is the whole table" : "") "
                        + "(\(share(copies)) of the rows are copies): was a file appended twice? Remove the copies, or set "
                        + "checks.severity to {doubled-days: warning} if each counts.\(part)")
            ]
        }
        guard Double(copies) > 0.01 * Double(rows) else {
            guard sharedDays > 0 else { return [] }
            return [
                Finding(
                    check: FindingName.repeatedPortalDays.rawValue, severity: .info, table: .usage, count: sharedDays,
                    message:
                        "\(share(sharedDays)) of the usage rows share their portal and day with another row. They are added "
                        + "up, as events are.\(part)")
            ]
        }
        return [
            Finding(
                check: FindingName.repeatedRows.rawValue, severity: .warning, table: .usage, count: copies,
                message:
                    "\(share(copies)) of the usage rows are copies of another row of the same portal and day. They "
                    + "are added up, as events are.\(part)")
        ]
    }
}
