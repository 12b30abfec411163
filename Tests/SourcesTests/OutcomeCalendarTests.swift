import Base
import Sources
import Testing

/// How far outcomes are known, from the close dates and the end of usage.
@Suite struct OutcomeCalendarTests {
    static let start = Day("2023-01-01")!

    /// A close every few days.
    static func closes(every days: Int, count: Int) -> [Day] { (0..<count).map { start + days * $0 } }

    @Test func withoutCustomersOutcomesAreKnownAsFarAsUsage() {
        let calendar = OutcomeCalendar(closes: [], usageThrough: Self.start)
        #expect(calendar.through == Self.start)
        #expect(calendar.findings(column: "CLOSED", usageThrough: Self.start).isEmpty)
    }

    /// Usage ends earlier than the close dates: outcomes go on.
    @Test func closesBehindTheEndOfUsageCount() {
        let closes = Self.closes(every: 5, count: 60)
        let calendar = OutcomeCalendar(closes: closes, usageThrough: closes.last! - 70)
        #expect(calendar.through == closes.last!)
        #expect(calendar.strays.isEmpty && calendar.endsEarly == nil)
    }

    /// A few days without a close are chance.
    @Test func usageThatGoesOnALittleIsCovered() {
        let closes = Self.closes(every: 5, count: 60)
        let calendar = OutcomeCalendar(closes: closes, usageThrough: closes.last! + 20)
        #expect(calendar.through == closes.last! + 20)
    }

    /// One close every five days, and none in 60: twelve would be usual.
    @Test func usageThatGoesOnForLongIsNot() {
        let closes = Self.closes(every: 5, count: 60)
        let usageThrough = closes.last! + 60
        let calendar = OutcomeCalendar(closes: closes.reversed(), usageThrough: usageThrough)
        #expect(calendar.through == closes.last!)
        let findings = calendar.findings(column: "CLOSED", usageThrough: usageThrough)
        #expect(findings.map(\.check) == ["outcomes-end"])
        #expect(findings[0].message.contains("about 12 closes would be usual"))
        #expect(findings[0].message.contains("set snapshots.outcomes_through to \(usageThrough)"))
    }

    /// Twenty closes on each day but Saturdays and Sundays: two days without one are a weekend.
    @Test func aWeekendWithoutClosesIsUsual() {
        let friday = Day("2024-06-28")!
        let closes = (0..<100).map { friday - $0 }.filter { ![.saturday, .sunday].contains($0.weekday) }
            .flatMap { Array(repeating: $0, count: 20) }
        #expect(OutcomeCalendar(closes: closes, usageThrough: friday + 2).through == friday + 2)
        #expect(OutcomeCalendar(closes: closes, usageThrough: friday + 3).through == friday)
    }

    /// An import gives all customers one date, which tells no rate.
    @Test func closesOnOneDayTellNoRate() {
        let calendar = OutcomeCalendar(
            closes: Array(repeating: Self.start, count: 60), usageThrough: Self.start + 100)
        #expect(calendar.through == Self.start + 100)
    }

    @Test func aFewClosesTellNoRate() {
        let closes = Self.closes(every: 5, count: 8)
        #expect(OutcomeCalendar(closes: closes, usageThrough: closes.last! + 200).through == closes.last! + 200)
    }

    @Test func oneCloseFarAwayMovesNothing() {
        let closes = Self.closes(every: 5, count: 60)
        let usageThrough = closes.last! + 2
        let stray = usageThrough + 900
        let calendar = OutcomeCalendar(closes: closes + [stray], usageThrough: usageThrough)
        #expect(calendar.strays == [stray])
        #expect(calendar.through == usageThrough)
        let findings = calendar.findings(column: "CLOSED", usageThrough: usageThrough)
        #expect(findings.map(\.check) == ["stray-close-dates"])
        #expect(findings[0].message.contains("(\(stray))"))
    }

    /// A company that sells twice a year has long gaps of its own.
    @Test func usualGapsMakeNoStrays() {
        let closes = Self.closes(every: 180, count: 12)
        let calendar = OutcomeCalendar(closes: closes, usageThrough: closes[10])
        #expect(calendar.strays.isEmpty)
        #expect(calendar.through == closes[11])
    }
}
