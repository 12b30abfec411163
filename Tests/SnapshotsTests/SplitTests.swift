import Base
import Modeling
import Snapshots
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
        let period = SnapshotPeriod(
            first: Day(year: 2020, month: 1, day: 5), last: Day(year: 2020, month: 3, day: 1), step: 4)
        #expect(period.sundays.map(\.description) == ["2020-01-05", "2020-02-02", "2020-03-01"])
    }

    /// The last day with labels need not be a Sunday: 2020-04-22 is a Wednesday, and 30 days before it lies 2020-03-23.
    @Test func labelsThroughAnyDay() throws {
        let first = try #require(Day("2019-01-13"))
        let through = try #require(Day("2020-04-22"))
        let split = try #require(
            Split(settings: SplitSettings(), firstSunday: first, labelsThrough: through, horizon: 30))
        #expect(split.test.last == Day("2020-03-22"))
        #expect(
            Split.matured(settings: SplitSettings(), firstSunday: first, labelsThrough: through, horizon: 30).last
                == split.test.last)
    }

    /// Sundays that have matured, and how many each period gets: settings of 12 and 12, or 6 and 12, and gaps of four
    /// Sundays. Training keeps half of what the gaps leave.
    @Test(arguments: [
        (56, 12, 12, [24, 12, 12]), (55, 12, 12, [24, 12, 11]), (30, 12, 12, [11, 6, 5]), (15, 12, 12, [4, 2, 1]),
        (30, 6, 12, [11, 4, 7]), (12, 12, 12, [2, 1, 1]), (11, 12, 12, [1, 1, 1]), (10, 12, 12, []), (0, 12, 12, []),
    ])
    func shrinking(matured: Int, validation: Int, test: Int, expected: [Int]) throws {
        var settings = SplitSettings()
        (settings.validation, settings.test) = (validation, test)
        let first = Day(year: 2020, month: 1, day: 5)
        // 30 days after the last of them, and two more.
        let through = first + 7 * (matured - 1) + 32
        let split = Split.shrunk(settings: settings, firstSunday: first, labelsThrough: through, horizon: 30)
        let periods = split.map { [$0.train, $0.validation, $0.test] } ?? []
        #expect(periods.map { ($0.last - $0.first) / 7 + 1 } == expected)
        guard let split else { return }
        #expect(split.train.first == first && split.test.last == first + 7 * (matured - 1))
        #expect(split.train.last + 30 <= split.validation.first && split.validation.last + 30 <= split.test.first)
        // Where the periods had to shrink, no Sunday is left out of training.
        #expect(split.train.step == (matured == 56 ? 2 : 1))
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
