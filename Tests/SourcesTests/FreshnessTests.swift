import Base
import Sources
import Testing

@Suite("Freshness of usage")
struct FreshnessTests {
    private func freshness(_ through: String, _ today: String, warn: Int? = 8) throws -> Freshness {
        Freshness(usageThrough: try #require(Day(through)), today: try #require(Day(today)), warn: warn)
    }

    // 2022-01-02 is day 2 of its year, and 2022-11-28 is day 332.
    @Test("the warning says the day and the age")
    func warning() throws {
        let old = try freshness("2022-01-02", "2022-11-28")
        #expect(old.age == 330)
        #expect(old.warning == "Usage ends on 2022-01-02, 330 days ago: this list is old.")
    }

    @Test("usage is old above the limit, not on it", arguments: [(8, false), (9, true)])
    func limit(days: Int, isOld: Bool) throws {
        let through = try #require(Day("2026-06-21"))
        let freshness = Freshness(usageThrough: through, today: through + days, warn: 8)
        #expect(freshness.isOld == isOld)
        #expect((freshness.warning != nil) == isOld)
    }

    @Test("without a limit nothing is old")
    func off() throws {
        let freshness = try freshness("2012-01-01", "2026-01-01", warn: nil)
        #expect(!freshness.isOld && freshness.warning == nil)
    }

    @Test("usage beyond today has no negative age")
    func future() throws {
        let freshness = try freshness("2026-06-30", "2026-06-21", warn: 0)
        #expect(freshness.age == 0 && !freshness.isOld)
        #expect(freshness.phrase == "Usage ends on 2026-06-30")
    }

    @Test("one day ago is yesterday")
    func yesterday() throws {
        #expect(
            try freshness("2026-06-20", "2026-06-21", warn: 0).warning
                == "Usage ends on 2026-06-20, yesterday: this list is old.")
    }

    @Test("both clocks are one phrase")
    func clocks() throws {
        let clocks = Clocks(
            usageThrough: try #require(Day("2024-02-25")), outcomesThrough: try #require(Day("2024-02-22")))
        #expect(clocks.phrase == "Usage through 2024-02-25, outcomes through 2024-02-22")
    }
}
