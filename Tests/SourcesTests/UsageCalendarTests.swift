import Base
import Sources
import Testing
import UsageStore

/// What the days of usage rows say: cadence, strays, how far usage reaches, gaps.
@Suite struct UsageCalendarTests {
    static let today = Day("2024-06-01")!
    /// A Monday.
    static let first = Day("2023-01-02")!
    /// A Sunday, 60 weeks later.
    static let last = Day("2024-02-25")!

    /// Days from one to another with the same number of rows, unless a rule says otherwise.
    static func daily(
        _ first: Day = first, _ last: Day = last, rows: (Day) -> Int = { _ in 40 }
    ) -> [DayVolume] {
        (0...(last - first)).map { first + $0 }.map { DayVolume(day: $0, rows: rows($0)) }.filter { $0.rows > 0 }
    }

    static func weekly(weeks: Int, rows: Int = 300) -> [DayVolume] {
        (0..<weeks).map { DayVolume(day: first + 7 * $0, rows: rows) }
    }

    static func calendar(_ volumes: [DayVolume], today: Day = today) throws -> UsageCalendar {
        try #require(UsageCalendar(volumes, today: today))
    }

    static func findings(_ volumes: [DayVolume], today: Day = today) throws -> [String] {
        try calendar(volumes, today: today).findings(weekday: .sunday, column: "AT", today: today)
            .map { "\($0.check): \($0.message)" }
    }

    @Test func noRowsHaveNoCalendar() { #expect(UsageCalendar([], today: Self.today) == nil) }

    @Test func usageReachesToItsLastDay() throws {
        let calendar = try Self.calendar(Self.daily())
        #expect(calendar.through == Self.last)
        #expect(calendar.cadence == .daily)
        #expect(calendar.days == Self.first...Self.last)
        #expect(calendar.strays.isEmpty)
        #expect(try Self.findings(Self.daily()).isEmpty)
    }

    @Test func aWeeklyRowStandsForItsWeek() throws {
        let calendar = try Self.calendar(Self.weekly(weeks: 60))
        #expect(calendar.cadence == .weekly)
        #expect(calendar.through == Self.first + 7 * 59 + 6)
        #expect(try Self.findings(Self.weekly(weeks: 60)).isEmpty)
    }

    @Test func usageCoversNoDayThatHasNotCome() throws {
        let calendar = try Self.calendar(Self.weekly(weeks: 60), today: Self.first + 7 * 59 + 2)
        #expect(calendar.through == Self.first + 7 * 59 + 2)
    }

    @Test(arguments: [("2026-09-01", 1), ("2024-04-15", 3), ("2009-05-05", 2)])
    func fewRowsFarAwayAreStrays(day: String, rows: Int) throws {
        let stray = DayVolume(day: Day(day)!, rows: rows)
        let volumes = (Self.daily() + [stray]).sorted { $0.day < $1.day }
        let today = Day("2026-11-30")!
        let calendar = try Self.calendar(volumes, today: today)
        #expect(calendar.strays == [stray])
        #expect(calendar.days == Self.first...Self.last)
        #expect(calendar.through == Self.last)
        let findings = try Self.findings(volumes, today: today)
        #expect(findings.count == 1)
        #expect(
            findings[0].hasPrefix(
                "stray-days: \(rows == 1 ? "1 row of usage is" : "\(rows) rows of usage are") dated \(day),"))
    }

    /// Off-day rows do not make weekly usage daily.
    @Test func aStrayDoesNotChangeTheCadence() throws {
        let volumes = Self.weekly(weeks: 60) + [DayVolume(day: Day("2024-05-15")!, rows: 1)]
        let calendar = try Self.calendar(volumes)
        #expect(calendar.cadence == .weekly)
        #expect(calendar.through == Self.first + 7 * 59 + 6)
    }

    /// Two halves of a history with months between them are both real.
    @Test func aLongPauseMakesNoStrays() throws {
        let volumes = Self.daily(Self.first, Self.first + 99) + Self.daily(Self.first + 200, Self.last)
        let calendar = try Self.calendar(volumes)
        #expect(calendar.strays.isEmpty)
        #expect(calendar.through == Self.last)
        #expect(try Self.findings(volumes).count == 1)
    }

    @Test func aLastDayWithAFewRowsIsNotCovered() throws {
        let volumes = Self.daily { $0 == Self.last ? 2 : 40 }
        #expect(try Self.calendar(volumes).through == Self.last - 1)
        // A tenth of the usual rows is plausible.
        let enough = Self.daily { $0 == Self.last ? 4 : 40 }
        #expect(try Self.calendar(enough).through == Self.last)
    }

    @Test func aLastWeekWithAFewRowsIsNotCovered() throws {
        var volumes = Self.weekly(weeks: 60)
        volumes[59].rows = 5
        #expect(try Self.calendar(volumes).through == Self.first + 7 * 58 + 6)
    }

    /// A company of which nothing is left is not one of strays.
    @Test func aLastingFallIsCovered() throws {
        let volumes = Self.daily { $0 > Self.last - 30 ? 3 : 40 }
        #expect(try Self.calendar(volumes).through == Self.last)
    }

    /// Nobody works at weekends: usage to Friday covers the Sunday behind it, once that has passed.
    @Test func daysThatAreUsuallyQuietAreCovered() throws {
        let volumes = Self.daily { [.saturday, .sunday].contains($0.weekday) ? 0 : 40 }
        #expect(volumes.last!.day == Self.last - 2)
        #expect(try Self.calendar(volumes).through == Self.last)
        #expect(try Self.calendar(volumes, today: Self.last).through == Self.last - 1)
        #expect(try Self.findings(volumes).isEmpty)
    }

    /// Where no weekday regularly has rows, a day without any says nothing.
    @Test func sparseUsageEndsWithItsLastRow() throws {
        let volumes = (0..<30).map { DayVolume(day: Self.first + 11 * $0, rows: 1) }
        #expect(try Self.calendar(volumes).through == Self.first + 11 * 29)
    }

    @Test func aMissingWeekIsNamedWithItsVolume() throws {
        let volumes = Self.daily { (Day("2024-01-08")!...Day("2024-01-14")!).contains($0) ? 0 : 40 }
        #expect(
            try Self.findings(volumes)
                == ["usage-gap: No usage at all from 2024-01-08 to 2024-01-14, where 280 rows would be usual."])
    }

    @Test func aWeekWithFewRowsIsNamedWithItsVolume() throws {
        let volumes = Self.daily { (Day("2024-01-08")!...Day("2024-01-14")!).contains($0) ? 5 : 40 }
        #expect(
            try Self.findings(volumes) == [
                "usage-gap: The week from 2024-01-08 to 2024-01-14 has 35 usage rows; the weeks around it have 280."
            ])
    }

    @Test(arguments: [(80, "560"), (20, "140")])
    func aLastWeekOfUnusualVolumeIsNamed(rows: Int, sum: String) throws {
        let volumes = Self.daily { $0 > Self.last - 7 ? rows : 40 }
        #expect(
            try Self.findings(volumes) == [
                "last-week-volume: The last week, 2024-02-19 to 2024-02-25, has \(sum) usage rows; the 8 weeks before it have "
                    + "280 in the middle."
            ])
    }

    @Test func aWeekThatIsCutOffIsNamedOnceItIsOver() throws {
        let volumes = Self.daily(Self.first, Day("2024-02-21")!)
        #expect(try Self.calendar(volumes).through == Day("2024-02-21"))
        #expect(
            try Self.findings(volumes) == [
                "last-week-volume: Usage ends within a week, on 2024-02-21: the week from 2024-02-19 to 2024-02-25 has 120 rows; "
                    + "a week usually has 280. The list is for 2024-02-18."
            ])
        // On Thursday the week is still under way.
        #expect(try Self.findings(volumes, today: Day("2024-02-22")!).isEmpty)
    }
}
