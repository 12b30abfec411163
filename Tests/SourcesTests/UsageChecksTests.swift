import Base
import DuckDB
import Sources
import Testing

/// What is found by looking at all tables together: copies, tables that do not meet, too many rows set aside.
@Suite struct UsageChecksTests {
    /// 40 customers and 100 free portals with a usage row on most Mondays of 20 weeks; customers close in week 15.
    struct Company {
        var usage: [(id: Int, day: Day, count: Int)] = []
        static let monday = Day("2019-11-04")!
        static let close = monday + 7 * 15 + 2
        static let customers = 0..<40
        static let portals = 0..<140

        init() {
            for portal in Self.portals {
                for week in 0..<20 where (portal + week) % 3 > 0 {
                    usage.append((portal, Self.monday + 7 * week, 1 + (portal * 7 + week) % 9))
                }
            }
        }

        func read(
            _ change: (inout SourceSettings) -> Void = { _ in }, customerID: (Int) -> String = { "\($0)" },
            lines: [String]? = nil
        ) throws -> SmallCompanyRead {
            let company = try SmallCompany()
            company.configuration.firmographics = []
            change(&company.configuration)
            try company.write(
                .customers,
                "id,CLOSEDATE,MRR\n" + Self.customers.map { "\(customerID($0)),\(Self.close),10\n" }.joined())
            try company.write(
                .noncustomers, "id\n" + Self.portals.dropFirst(40).map { "\($0)\n" }.joined())
            let rows = lines ?? self.lines
            try company.write(.usage, "id,WHEN_TIMESTAMP,A,B,U\n" + rows.joined(separator: "\n") + "\n")
            return try company.read()
        }

        var lines: [String] { usage.map { "\($0.id),\($0.day),\($0.count),0,1" } }
    }

    @Test func nothingIsFoundInAnHonestCompany() throws {
        let read = try Company().read()
        #expect(read.report.findings.isEmpty)
        #expect(
            read.tables?.clocks == Clocks(usageThrough: Company.monday + 139, outcomesThrough: Company.monday + 139))
        #expect(read.report.clocks == read.tables?.clocks)
    }

    @Test func aFileThatIsThereTwiceStopsTheRun() throws {
        let company = Company()
        let read = try company.read(lines: company.lines + company.lines)
        let rows = company.lines.count
        #expect(
            read.findings("doubled-days") == [
                "error usage \(2 * rows): Every usage row of 20 days from 2019-11-04 to 2020-03-16 is there twice, which is the "
                    + "whole table (50.0% of the rows are copies): was a file appended twice? Remove the copies, or set "
                    + "checks.severity to {doubled-days: warning} if each counts."
            ])
        #expect(read.tables == nil)
        let accepted = try company.read(
            { $0.checks.severity = [.init(.doubledDays, .warning)] }, lines: company.lines + company.lines)
        #expect(accepted.tables?.usageRows == 2 * rows)
    }

    @Test func aWeekThatIsThereTwiceIsNamed() throws {
        let company = Company()
        let last = company.usage.filter { $0.day == Company.monday + 7 * 19 }
        let read = try company.read(lines: company.lines + last.map { "\($0.id),\($0.day),\($0.count),0,1" })
        let found = try #require(read.findings("doubled-days").first)
        #expect(found.hasPrefix("error usage \(2 * last.count): Every usage row of 2020-03-16 is there twice ("))
    }

    /// Rows that are events: some are alike, and that is no file twice.
    @Test func eventsThatAreAlikeAreNoDoubledDays() throws {
        let company = Company()
        let again = company.usage.filter { ($0.id + $0.day.daysSinceEpoch.hashableParity) % 4 == 0 }
        let read = try company.read(lines: company.lines + again.map { "\($0.id),\($0.day),\($0.count),0,1" })
        #expect(read.findings("doubled-days").isEmpty)
        let share = 1_000 * Double(again.count) / Double(company.usage.count + again.count)
        let found = try #require(read.findings("repeated-rows").first)
        #expect(
            found.hasPrefix(
                "warning usage \(again.count): \(share.rounded() / 10)% of the usage rows are copies of another"))
        #expect(read.tables != nil)
    }

    /// Other counts on the same day are events that are added up.
    @Test func severalRowsOfADayAreCounted() throws {
        let company = Company()
        let first = company.usage[0]
        let read = try company.read(lines: company.lines + ["\(first.id),\(first.day),77,0,1"])
        let share = 1_000 * 2.0 / Double(company.usage.count + 1)
        #expect(
            read.findings("repeated-portal-days") == [
                "info usage 2: \(share.rounded() / 10)% of the usage rows share their portal and day with another row. They are "
                    + "added up, as events are."
            ])
    }

    @Test func usageOfCustomersAfterTheCloseOnlyStopsTheRun() throws {
        let company = Company()
        let kept = company.usage.filter { !Company.customers.contains($0.id) || $0.day > Company.close }
        let read = try company.read(lines: kept.map { "\($0.id),\($0.day),\($0.count),0,1" })
        let found = try #require(read.findings("no-usage-before-close").first)
        #expect(
            found.hasPrefix(
                "error customers id 40: None of 40 customers who closed within the history have usage before "))
        #expect(found.contains("while 100 of 100 free portals have usage; 40 customers have some after it."))
        #expect(read.tables == nil)
    }

    /// A third of the usage is lost with the customers' ids, and no row of the portal tables is wrong.
    @Test func customersWhoseIdsDoNotMeetStopTheRun() throws {
        let read = try Company().read(customerID: { "C-\($0)" })
        #expect(read.tables == nil)
        let found = try #require(read.findings("no-usage-before-close").first)
        #expect(found.contains("None of 40 customers who closed within the history have any usage"))
        let setAside = try #require(read.findings("set-aside").first)
        #expect(setAside.hasPrefix("error usage "))
        #expect(setAside.contains("since the portal is in neither portal table"))
    }

    /// Each reason alone is within the tolerance; together they are not.
    @Test func reasonsAddUp() throws {
        var company = Company()
        // As many portals without usage as there are unknown ids: these may be theirs.
        company.usage.removeAll { $0.id >= 128 }
        let bad = (0..<12).map { "x\($0),2019-11-04,1,0,1" } + (0..<12).map { _ in "101,2019-11-04,-1,0,1" }
        let rows = company.lines.count + 24
        let read = try company.read({ $0.checks.tolerance = 12.5 / Double(rows) }, lines: company.lines + bad)
        #expect(
            read.findings("set-aside") == [
                "error usage 24: 24 of \(rows) rows (\((24_000 / Double(rows)).rounded() / 10)%) cannot be used, more than "
                    + "checks.tolerance allows (\((125_000 / Double(rows)).rounded() / 100)%): 12 since the count is negative; 12 "
                    + "since the portal is in neither portal table. quarantine.csv lists them."
            ])
        let accepted = try company.read(
            {
                $0.checks.tolerance = 12.5 / Double(rows)
                $0.checks.severity = [.init(.setAside, .info)]
            }, lines: company.lines + bad)
        #expect(accepted.tables != nil)
    }

    /// Every known portal has usage, so usage of other ids cannot be theirs: of former customers, for example.
    @Test func usageOfOtherPortalsIsNotMissed() throws {
        let company = Company()
        let others = (0..<30).flatMap { id in (0..<20).map { "old-\(id),\(Company.monday + 7 * $0),1,0,1" } }
        let read = try company.read(lines: company.lines + others)
        #expect(read.findings("set-aside").isEmpty)
        #expect(
            read.findings("unknown-portal") == [
                "warning usage id 600: 600 usage rows (24.3%) are of 30 ids that are in neither portal table. 0 known portals "
                    + "have no usage."
            ])
        #expect(read.tables != nil)
    }

    @Test func aStrayRowIsSetAsideAndNamed() throws {
        let company = Company()
        let read = try company.read(lines: company.lines + ["101,2010-01-05,1,0,1"])
        #expect(read.tables?.firstUsage == Company.monday)
        #expect(read.tables?.usageRows == company.lines.count)
        #expect(try read.quarantine() == ["usage,,,WHEN_TIMESTAMP,2010-01-05,1,the date lies far from all others"])
        #expect(read.report.tables.last?.setAside == 1)
        let rows = try read.connection.row("SELECT count(*), min(day)::VARCHAR FROM usage") {
            ($0.int(0), $0.string(1))
        }
        #expect(rows == (company.lines.count, "2019-11-04"))
    }

    @Test func severitiesMayStopARun() throws {
        let company = Company()
        let kept = company.usage.filter { $0.day != Company.monday + 70 }
        let lines = kept.map { "\($0.id),\($0.day),\($0.count),0,1" }
        #expect(try company.read(lines: lines).tables != nil)
        let stopped = try company.read({ $0.checks.severity = [.init(.usageGap, .error)] }, lines: lines)
        #expect(stopped.tables == nil)
        #expect(
            stopped.findings("usage-gap").first?.hasPrefix("error usage WHEN_TIMESTAMP 1: No usage at all from ")
                == true)
    }

    /// A configured clock stands for what the rows say.
    @Test func clocksCanBeConfigured() throws {
        let read = try Company().read {
            $0.clocks.usageThrough = Day("2020-03-01")
            $0.clocks.outcomesThrough = Day("2020-02-20")
        }
        #expect(
            read.tables?.clocks == Clocks(usageThrough: Day("2020-03-01")!, outcomesThrough: Day("2020-02-20")!))
    }
}

extension Int32 {
    fileprivate var hashableParity: Int { Int(self) / 7 }
}
