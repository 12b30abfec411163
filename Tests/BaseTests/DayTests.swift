import Base
import Testing

@Suite struct DayTests {
    @Test(arguments: [("1970-01-01", 0), ("2000-03-01", 11_017), ("2020-04-26", 18_378), ("1969-12-31", -1)])
    func epoch(text: String, days: Int32) throws {
        let day = try #require(Day(text))
        #expect(day.daysSinceEpoch == days)
        #expect(day.description == text)
    }

    @Test(arguments: ["2020-02-30", "2020-13-01", "20-01-01", "2020-1-01", "2020-01-01x", "", "2020/01/01"])
    func rejects(text: String) { #expect(Day(text) == nil) }

    @Test func everyDayOfFourCenturiesRoundTrips() {
        for offset in Int32(-150_000)...Int32(20_000) {
            let day = Day(daysSinceEpoch: offset)
            let civil = day.civil
            #expect(Day(year: civil.year, month: civil.month, day: civil.day) == day)
        }
    }

    @Test func weekdays() throws {
        let sunday = try #require(Day("2020-04-26"))
        #expect(sunday.weekday == .sunday)
        #expect((sunday + 1).onOrBefore(.sunday) == sunday)
        #expect(sunday.onOrBefore(.sunday) == sunday)
        #expect((sunday + 1).onOrAfter(.sunday) == sunday + 7)
        #expect(Day(daysSinceEpoch: -1).weekday == .wednesday)
    }
}
