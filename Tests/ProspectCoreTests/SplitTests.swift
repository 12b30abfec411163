import ProspectCore
import Testing

@Suite struct SplitTests {
    /// Whatever the settings, no label of one period is decided inside the next.
    @Test(arguments: [1, 7, 30, 45], [1, 4, 12])
    func purgeGaps(horizon: Int, weeks: Int) throws {
        var settings = SplitSettings()
        settings.validation = weeks
        settings.test = weeks
        let first = try #require(Day("2019-01-13"))
        let asOf = try #require(Day("2020-04-26"))
        let split = try #require(Split(settings: settings, firstSunday: first, labelsThrough: asOf, horizon: horizon))
        #expect(split.train.last + horizon <= split.validation.first)
        #expect(split.validation.last + horizon <= split.test.first)
        #expect(split.test.last + horizon <= asOf)
        // The gaps are no wider than a week beyond the horizon.
        #expect(split.train.last + horizon + 7 > split.validation.first)
        #expect(split.test.last + horizon + 7 > asOf)
        #expect(split.test.sundays.count == weeks)
        #expect(split.validation.sundays.count == weeks)
        #expect(
            (split.train.sundays + split.validation.sundays + split.test.sundays).allSatisfy { $0.weekday == .sunday })
    }

    @Test func everyFourthSundayIsCountedBackFromTheLast() throws {
        let period = Split.Period(
            first: Day(year: 2020, month: 1, day: 5), last: Day(year: 2020, month: 3, day: 1), step: 4)
        #expect(period.sundays.map(\.description) == ["2020-01-05", "2020-02-02", "2020-03-01"])
    }

    /// The history that is said to be needed is enough, and a week less is not.
    @Test(arguments: [7, 30, 36])
    func tooShort(horizon: Int) throws {
        var settings = SplitSettings()
        (settings.validation, settings.test) = (3, 5)
        let asOf = try #require(Day("2020-04-26"))
        let needed = Split.weeksNeeded(settings: settings, horizon: horizon)
        let enough = asOf - 7 * (needed - 1)
        #expect(Split(settings: settings, firstSunday: enough, labelsThrough: asOf, horizon: horizon) != nil)
        #expect(Split(settings: settings, firstSunday: enough + 7, labelsThrough: asOf, horizon: horizon) == nil)
    }
}
