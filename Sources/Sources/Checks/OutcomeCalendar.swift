package import Base
internal import Foundation

/// How far outcomes are known, according to the close dates.
///
/// A table of customers does not say when it was exported. Outcomes are known up to the last close date. They are also
/// known as far as usage is covered, unless the absence of closes in the time between would be a surprise.
package struct OutcomeCalendar: Equatable, Sendable {
    /// The last day for which close dates are known.
    package let through: Day
    /// Close dates far after all others. They do not move the clock.
    package let strays: [Day]
    /// The last close date that counts, and the usual number of closes between it and the end of usage. nil if outcomes
    /// are known as far as usage is covered.
    package let endsEarly: (lastClose: Day, expected: Double)?

    package static func == (left: Self, right: Self) -> Bool {
        left.through == right.through && left.strays == right.strays
            && left.endsEarly?.lastClose == right.endsEarly?.lastClose
            && left.endsEarly?.expected == right.endsEarly?.expected
    }

    /// The number of days before the last close date whose closes define the usual rate.
    private static let usualDays = 182
    /// The number of closes below which days without a close are not judged.
    private static let leastCloses = 10
    /// The expected number of closes that makes their absence a surprise: less than one chance in a hundred (Poisson).
    private static let surprising = 4.6

    /// Finds out how far outcomes are known.
    ///
    /// - Parameters:
    ///   - closes: One for each customer, not later than today.
    ///   - usageThrough: The last day that usage covers.
    package init(closes: [Day], usageThrough: Day) {
        var days = closes.sorted()
        strays = Self.removeStrays(from: &days, usageThrough: usageThrough)
        guard let last = days.last else {
            (through, endsEarly) = (usageThrough, nil)
            return
        }
        guard last < usageThrough else {
            (through, endsEarly) = (last, nil)
            return
        }
        let expected = Self.expectedCloses(between: last, and: usageThrough, from: days)
        if expected > Self.surprising {
            (through, endsEarly) = (last, (last, expected))
        } else {
            (through, endsEarly) = (usageThrough, nil)
        }
    }

    /// Returns the number of closes that the usual number per weekday predicts from the last close up to the end of
    /// usage.
    private static func expectedCloses(between last: Day, and usageThrough: Day, from days: [Day]) -> Double {
        let usual = days.filter { $0 > last - usualDays }
        // Closes that all lie on one day are an import. They do not define a rate.
        guard usual.count >= leastCloses, Set(usual).count >= leastCloses / 2 else { return 0 }
        // The rate is per weekday, because in many companies nobody buys at weekends.
        let weeks = Double(min(usualDays, last - days[0] + 1)) / 7
        let byWeekday = Dictionary(usual.map { ($0.weekday, 1.0 / weeks) }, uniquingKeysWith: +)
        return (1...(usageThrough - last)).reduce(0) { $0 + (byWeekday[(last + $1).weekday] ?? 0) }
    }

    /// Removes a few close dates that lie after the end of usage and far after all others.
    private static func removeStrays(from days: inout [Day], usageThrough: Day) -> [Day] {
        let most = max(1, days.count / 100)
        guard days.count > most, days.count >= leastCloses else { return [] }
        let gaps = zip(days, days.dropFirst()).map { $1 - $0 }
        let usualGap = UsageCalendar.median(gaps.map(Double.init))
        let far = max(Double(UsageCalendar.strayGap), 10 * usualGap)
        for count in stride(from: most, through: 1, by: -1) {
            let first = days[days.count - count]
            let before = days[days.count - count - 1]
            if first > usageThrough, Double(first - before) > far {
                defer { days.removeLast(count) }
                return Array(days.suffix(count))
            }
        }
        return []
    }

    /// Returns the findings about the close dates.
    package func findings(column: String, usageThrough: Day) -> [Finding] {
        var findings: [Finding] = []
        if !strays.isEmpty {
            let dates = strays.prefix(3).map(\.description).joined(separator: ", ")
            findings.append(
                Finding(
                    check: FindingName.strayCloseDates.rawValue, severity: .warning, table: .customers, column: column,
                    count: strays.count,
                    message:
                        "\(strays.count == 1 ? "1 close date lies" : "\(strays.count) close dates lie") far after all "
                        + "others (\(dates)): outcomes count as known through \(through)."))
        }
        if let (lastClose, expected) = endsEarly {
            findings.append(
                Finding(
                    check: FindingName.outcomesEnd.rawValue, severity: .warning, table: .customers, column: column,
                    count: 1,
                    message: "The last close date is \(lastClose), and usage goes on to \(usageThrough): about "
                        + "\(Int(expected.rounded())) closes would be usual in between. Outcomes count as known through "
                        + "\(lastClose); if nobody bought since, set snapshots.outcomes_through to \(usageThrough)."))
        }
        return findings
    }
}
