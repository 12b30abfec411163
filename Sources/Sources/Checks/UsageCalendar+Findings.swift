package import Base
internal import Foundation
internal import UsageStore

/// The findings about the days of usage, in sentences.
extension UsageCalendar {
    /// Returns the number of rows in each week that ends on a weekday, from the first whole week on.
    private func weeks(endingOn weekday: Weekday, through last: Day) -> [(end: Day, rows: Int)] {
        var end = (days.lowerBound + 6).onOrAfter(weekday)
        var weeks: [(end: Day, rows: Int)] = []
        var next = 0
        while end <= last {
            while next < volumes.count, volumes[next].day < end - 6 { next += 1 }
            var rows = 0
            while next < volumes.count, volumes[next].day <= end {
                rows += volumes[next].rows
                next += 1
            }
            weeks.append((end, rows))
            end = end + 7
        }
        return weeks
    }

    /// Returns findings about strays, missing weeks, and a last week of unusual volume.
    ///
    /// - Parameters:
    ///   - weekday: The day on which weeks end.
    ///   - column: The name of the timestamp.
    ///   - today: The day on which the program runs.
    package func findings(weekday: Weekday, column: String, today: Day) -> [Finding] {
        func finding(_ check: FindingName, count: Int, _ message: String) -> Finding {
            Finding(
                check: check.rawValue, severity: .warning, table: .usage, column: column, count: count,
                message: message)
        }
        var findings: [Finding] = []
        if !strays.isEmpty {
            let rows = strays.reduce(0) { $0 + $1.rows }
            findings.append(
                finding(
                    .strayDays, count: rows,
                    "\(Self.rows(rows)) of usage \(rows == 1 ? "is" : "are") dated \(Self.list(strays.map(\.day))), far from all "
                        + "others (\(days.lowerBound) to \(days.upperBound)): set aside as stray."))
        }
        let covered = through.onOrBefore(weekday)
        let weeks = weeks(endingOn: weekday, through: covered)
        findings += missing(in: weeks).map {
            finding(.usageGap, count: 1, $0)
        }
        if let sentence = lastWeek(weeks) { findings.append(finding(.lastWeekVolume, count: 1, sentence)) }
        if let sentence = cutOffWeek(after: weeks, covered: covered, today: today) {
            findings.append(finding(.lastWeekVolume, count: 1, sentence))
        }
        return findings
    }

    /// Describes stretches of days without rows, and weeks with few, where there are usually many.
    private func missing(in weeks: [(end: Day, rows: Int)]) -> [String] {
        var sentences: [String] = []
        var empty: [ClosedRange<Day>] = []
        let usualStep = Self.median(zip(volumes, volumes.dropFirst()).map { Double($1.day - $0.day) })
        for (one, next) in zip(volumes, volumes.dropFirst()) where next.day - one.day > 1 {
            let stretch = (one.day + 1)...(next.day - 1)
            let expected = expectedRows(stretch)
            let isLong = cadence == .weekly ? next.day - one.day > 7 : next.day - one.day > 3
            let isMissed = isLong && expected >= Self.leastExpected
            guard isMissed || Double(next.day - one.day) > 7 + usualStep else { continue }
            empty.append(stretch)
            sentences.append(
                "No usage at all from \(stretch.lowerBound) to \(stretch.upperBound)"
                    + (isMissed ? ", where \(Self.count(expected)) rows would be usual." : "."))
        }
        for (index, week) in weeks.enumerated() {
            let around = weeks[max(0, index - 4)..<min(weeks.count, index + 5)].filter { $0.end != week.end }
            let usual = Self.median(around.map { Double($0.rows) })
            let isNamed = empty.contains { $0.overlaps((week.end - 6)...week.end) }
            guard around.count >= 4, usual >= Self.leastExpected, Double(week.rows) < 0.25 * usual, !isNamed else {
                continue
            }
            sentences.append(
                "The week from \(week.end - 6) to \(week.end) has \(Self.count(Double(week.rows))) usage rows; the weeks around it "
                    + "have \(Self.count(usual)).")
        }
        guard sentences.count > 3 else { return sentences }
        return Array(sentences.prefix(3)) + ["There are \(sentences.count - 3) more such gaps."]
    }

    /// The number of expected rows below which their absence may be chance.
    private static let leastExpected = 20.0

    /// Returns the number of rows to expect in a stretch from the same weekdays of the weeks around it: the lower of
    /// the numbers before and after it.
    private func expectedRows(_ stretch: ClosedRange<Day>) -> Double {
        let rows = Dictionary(uniqueKeysWithValues: volumes.map { ($0.day, Double($0.rows)) })
        var sum = 0.0
        var day = stretch.lowerBound
        while day <= stretch.upperBound, day - stretch.lowerBound < 7 * 4 {
            let sides = [-1, 1].map { sign in
                (1...8).map { day + 7 * sign * $0 }.filter { days.contains($0) && !stretch.contains($0) }.prefix(4)
            }
            guard sides.allSatisfy({ $0.count >= 2 }) else { return 0 }
            sum += sides.map { Self.median($0.map { rows[$0] ?? 0 }) }.min()!
            day = day + 1
        }
        return sum
    }

    /// Describes what is unusual about the last whole week. Returns nil if nothing is.
    private func lastWeek(_ weeks: [(end: Day, rows: Int)]) -> String? {
        guard let last = weeks.last, weeks.count > 4 else { return nil }
        let before = weeks.dropLast().suffix(Self.usualWeeks).map { Double($0.rows) }
        let usual = Self.median(before)
        let rows = Double(last.rows)
        let spread = max(1.4826 * Self.median(before.map { abs($0 - usual) }), usual.squareRoot())
        guard usual > 0, abs(rows - usual) > 3 * spread, rows > 1.5 * usual || rows < usual / 1.5 else { return nil }
        return
            "The last week, \(last.end - 6) to \(last.end), has \(Self.count(rows)) usage rows; the \(before.count) weeks before "
            + "it have \(Self.count(usual)) in the middle."
    }

    /// Describes what is missing from the week in which usage ends, unless that week is still under way.
    private func cutOffWeek(after weeks: [(end: Day, rows: Int)], covered: Day, today: Day) -> String? {
        guard through > covered, covered + 7 < today else { return nil }
        let rows = volumes.reversed().prefix { $0.day > covered }.reduce(0) { $0 + $1.rows }
        let usual = Self.median(weeks.suffix(Self.usualWeeks).map { Double($0.rows) })
        let beside = usual < 1 ? "" : "; a week usually has \(Self.count(usual))"
        return "Usage ends within a week, on \(through): the week from \(covered + 1) to \(covered + 7) has "
            + "\(Self.count(Double(rows))) rows\(beside). The list is for \(covered)."
    }

    private static func rows(_ count: Int) -> String { count == 1 ? "1 row" : "\(count) rows" }

    private static func count(_ number: Double) -> String { String(Int(number.rounded())) }

    /// Lists up to three days, and how many more there are.
    private static func list(_ days: [Day]) -> String {
        days.prefix(3).map(\.description).joined(separator: ", ")
            + (days.count > 3 ? " and on \(days.count - 3) more days" : "")
    }
}
