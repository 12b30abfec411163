import Base
import SampleCompany
import Testing

/// The company as a value, and its portals one by one.
@Suite struct SampleCompanyTests {
    @Test(arguments: [
        (0, 60, 2026), (-5, 60, 2026), (90_000_001, 60, 2026), (10, 0, 2026), (10, 1_041, 2026), (10, 4, 1_066),
    ])
    func rejects(portals: Int, weeks: Int, year: Int) throws {
        let error = #expect(throws: SampleError.self) {
            try SampleCompany(portals: portals, weeks: weeks, until: Day(year: year, month: 6, day: 28))
        }
        #expect(error?.exitCode == .badInput)
        #expect(error?.remedy != nil)
    }

    @Test(arguments: [(0, 60), (-1, 60), (.max, 60), (1_000, 0)])
    func rejects(rows: Int, weeks: Int) throws {
        let error = #expect(throws: SampleError.self) { try SampleCompany(usageRows: rows, weeks: weeks) }
        #expect(error?.exitCode == .badInput)
    }

    @Test func historyEndsOnAFixedSunday() throws {
        let company = try SampleCompany()
        #expect(company.until.weekday == .sunday)
        #expect(company.from.weekday == .monday)
        #expect(company.until - company.from == 7 * 60 - 1)
    }

    @Test func aPortalDoesNotDependOnHowManyThereAre() throws {
        let small = try SampleCompany(portals: 20, weeks: 50, seed: 9)
        let large = try SampleCompany(portals: 1_000_000, weeks: 50, seed: 9)
        for number in 0..<20 {
            var (smallUsage, largeUsage): ([UsageRow], [UsageRow]) = ([], [])
            #expect(
                small.life(ofPortal: number, usage: &smallUsage) == large.life(ofPortal: number, usage: &largeUsage))
            #expect(smallUsage == largeUsage)
        }
    }

    @Test func usageIsInOrderAndInsideTheHistory() throws {
        let company = try SampleCompany(portals: 400, weeks: 30, until: Day(year: 2024, month: 2, day: 29))
        for number in 0..<company.portals {
            var usage: [UsageRow] = []
            let life = company.life(ofPortal: number, usage: &usage)
            #expect(usage.allSatisfy { $0.id == life.id })
            #expect(zip(usage, usage.dropFirst()).allSatisfy { $0.day < $1.day })
            #expect(usage.allSatisfy { company.from <= $0.day && $0.day <= company.until })
            if let closed = life.closed { #expect(company.from <= closed && closed <= company.until) }
        }
    }

    @Test(arguments: [(200_000, 60), (50_000, 12)])
    func portalsFollowFromTheTargetForRows(rows: Int, weeks: Int) throws {
        let company = try SampleCompany(usageRows: rows, weeks: weeks, seed: 5)
        let made = company.meanUsageRows * Double(company.portals)
        #expect(abs(made / Double(rows) - 1) < 0.08)
    }
}
