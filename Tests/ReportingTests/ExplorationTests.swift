import Base
import Charts
import DuckDB
import Foundation
import Sources
import TestSupport
import Testing

@testable import Modeling
@testable import Reporting

/// Every number of the exploration on a company of four portals, counted by hand.
///
/// Eleven Sundays from 2025-12-21 to 2026-03-01; the first six have matured. Portal 0 uses deals on the first Sunday and
/// email on 2026-02-03, and stays free. Portal 1 never does anything. Portal 2 begins on 2026-01-20 and converts on
/// 2026-02-10: five cold Sundays, then three with usage. Portal 3 converts on 2026-01-28 without any usage.
@Suite struct ExplorationTests {
    static let first = Day(year: 2025, month: 12, day: 21)
    static let asOf = Day(year: 2026, month: 3, day: 1)

    static func company() throws -> TableCompany {
        try TableCompany(
            portals: [
                .init(industry: "Software", employees: 10), .init(),
                .init(close: Day(year: 2026, month: 2, day: 10), industry: "Retail", employees: 10),
                .init(close: Day(year: 2026, month: 1, day: 28), industry: "Retail", employees: 3),
            ],
            usage: [
                .init(0, first, [3, 0, 1, 0]), .init(0, Day(year: 2026, month: 2, day: 3), [0, 20, 0, 2]),
                .init(2, Day(year: 2026, month: 1, day: 20), [2, 0, 1, 0]),
            ])
    }

    static let report = Result {
        let folder = try TemporaryFolder()
        let company = try ExplorationTests.company()
        var checks = CheckReport()
        checks.findings = [Finding(check: "x", severity: .warning, table: .usage, count: 2, message: "Two of them.")]
        return try Explorer(
            snapshots: company.snapshots(asOf: asOf, in: folder), checks: checks, connection: company.connection,
            threads: 2
        ).explore()
    }

    /// A rate and its interval from portals as (snapshots, conversions).
    static func rate(_ portals: [(Double, Double)]) -> ExplorationReport.Rate {
        let (rows, found) = (portals.reduce(0) { $0 + $1.0 }, portals.reduce(0) { $0 + $1.1 })
        let interval = RateInterval.clustered(portals.map { (rows: $0.0, found: $0.1) })
        return .init(
            snapshots: Int(rows), portals: portals.count, conversions: Int(found), rate: found / rows,
            low: interval.low,
            high: interval.high)
    }

    @Test func whatThereIs() throws {
        let report = try Self.report.get()
        #expect((report.asOf, report.horizon, report.window) == (Self.asOf, 30, 30))
        #expect((report.snapshots, report.coldSnapshots, report.portals) == (36, 22, 4))
        #expect(report.firstSunday == Self.first)
        #expect(report.lastMatured == Day(year: 2026, month: 1, day: 25))
        #expect(report.target == Self.rate([(6, 0), (6, 0), (6, 3), (6, 4)]))
        #expect(report.convertedPortals == 2)
        #expect(report.findings.map(\.message) == ["Two of them."])
    }

    /// In January, portal 2 has three cold Sundays and one with usage, which are one cluster. Its Sundays of February have
    /// not matured, though their label is known.
    @Test func conversionByMonth() throws {
        #expect(
            try Self.report.get().months == [
                .init(name: "2025-12", rate: Self.rate([(2, 0), (2, 0), (2, 0), (2, 0)])),
                .init(name: "2026-01", rate: Self.rate([(4, 0), (4, 0), (4, 3), (4, 4)])),
            ])
    }

    @Test func volumeByWeek() throws {
        let weeks = try Self.report.get().weeks
        #expect(weeks.map(\.sunday) == (0..<11).map { Self.first + 7 * $0 })
        #expect(weeks.map(\.withUsage) == [1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1])
        // On the first Sunday itself, two days before the sixth and five before the eighth.
        #expect(weeks.map(\.active) == [1, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0])
        #expect(weeks.map(\.cold) == [3, 3, 3, 3, 3, 2, 1, 1, 1, 1, 1])
    }

    @Test func missingValues() throws {
        let report = try Self.report.get()
        #expect(
            report.missing.map(\.column) == [
                "DAYS_SINCE_FIRST_SEEN", "DAYS_SINCE_FIRST_USE", "DAYS_SINCE_LAST_ACTIVITY", "DAYS_SINCE_LAST_ROW",
                "EMPLOYEES", "INDUSTRY",
            ])
        #expect(report.missing.map(\.missing) == [22, 22, 22, 22, 11, 11])
        #expect(report.missing[0].share == 22.0 / 36)
        #expect(report.completeColumns > 16)
    }

    @Test func conversionBySizeAndIndustry() throws {
        let breakdowns = try Self.report.get().breakdowns
        #expect(breakdowns.map(\.kind) == [.size, .industry])
        #expect(breakdowns.map(\.title) == ["Company size", "Industry"])
        #expect(
            breakdowns[0].groups == [
                .init(name: "2 to 5", rate: Self.rate([(6, 4)])),
                .init(name: "6 to 10", rate: Self.rate([(6, 0), (6, 3)])),
                .init(name: nil, rate: Self.rate([(6, 0)])),
            ])
        #expect(
            breakdowns[1].groups == [
                .init(name: "Retail", rate: Self.rate([(6, 3), (6, 4)])),
                .init(name: "Software", rate: Self.rate([(6, 0)])), .init(name: nil, rate: Self.rate([(6, 0)])),
            ])
        #expect(breakdowns.allSatisfy { $0.others == nil && $0.otherValues == 0 })
    }

    private func counts(_ bins: [ExplorationReport.Bin]) -> [[Int]] {
        bins.map { [$0.snapshots, $0.matured, $0.conversions] }
    }

    @Test func distributions() throws {
        let all = try Self.report.get().distributions
        #expect(all.map(\.kind) == [.size, .recency, .count, .count])
        #expect(all.allSatisfy { $0.snapshots == 36 && $0.conversions == 7 })

        #expect(all[0].bins.map(\.name) == ["2–4", "5–9", "10–19"])
        #expect(counts(all[0].bins) == [[6, 6, 4], [0, 0, 0], [19, 12, 3]])
        #expect(all[0].apart.map(\.name) == ["unknown"])
        #expect(counts(all[0].apart) == [[11, 6, 0]])
        #expect(all[0].median == 10)

        // 0, 5, 5, 7, 12, 12, 14, 19, 19, 21, 26, 28, 35, 42 days.
        #expect(all[1].bins.map(\.name) == ["0–6", "7–13", "14–20", "21–27", "28–34", "35–41", "42–48"])
        #expect(
            counts(all[1].bins) == [[3, 2, 1], [3, 1, 0], [3, 1, 0], [2, 1, 0], [1, 1, 0], [1, 1, 0], [1, 0, 0]])
        #expect(all[1].apart.map(\.name) == ["never active"])
        #expect(counts(all[1].apart) == [[22, 17, 6]])
        #expect(all[1].median == 14)

        #expect(all[2].title == "deals in 30 days")
        #expect(counts(all[2].bins) == [[8, 6, 1]])
        #expect(counts(all[2].apart) == [[28, 18, 6]])
        #expect(all[2].median == 3)
        #expect(all[3].title == "email in 30 days")
        #expect(all[3].bins.map(\.name) == ["20–49"])
        #expect(counts(all[3].bins) == [[4, 0, 0]])
    }

    /// Pearson's r of rows written out.
    private func correlation(_ x: [Double], _ y: [Double]) -> Double {
        let n = Double(x.count)
        let (mx, my) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
        let xy = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
        let xx = x.reduce(0) { $0 + ($1 - mx) * ($1 - mx) }
        let yy = y.reduce(0) { $0 + ($1 - my) * ($1 - my) }
        return xy / (xx * yy).squareRoot()
    }

    @Test func correlations() throws {
        let found = try Self.report.get().correlations
        #expect(
            found.names == [
                "Deals", "Email", "Users", "Active weeks", "Days inactive", "Company size", "Converted",
            ])
        #expect(found.snapshots == 24)
        // By portal: the six matured Sundays.
        let deals =
            [log(4.0), log(4), log(4), log(4), log(4), 0] + [Double](repeating: 0, count: 11) + [log(3.0)]
            + [Double](repeating: 0, count: 6)
        let target: [Double] = [0, 0, 0, 0, 0, 0] + [0, 0, 0, 0, 0, 0] + [0, 0, 0, 1, 1, 1] + [0, 0, 1, 1, 1, 1]
        let r = try #require(found.values[0][6])
        #expect(abs(r - correlation(deals, target)) < 1e-4)
        #expect(found.values[6][0] == r)
        // Email was used after the matured Sundays: nothing varies.
        #expect(found.values[1][6] == nil)
        // Only the snapshots after some activity have a number of days.
        let days = try #require(found.values[4][6])
        #expect(abs(days - correlation([0, 7, 14, 21, 28, 35, 5], [0, 0, 0, 0, 0, 0, 1])) < 1e-4)
        // Portal 1 has no size.
        let size = try #require(found.values[5][6])
        let sizes = [log(11.0), log(11), log(4)].flatMap { [Double](repeating: $0, count: 6) }
        #expect(abs(size - correlation(sizes, Array(target[..<6] + target[12...]))) < 1e-4)
    }

    /// The sums are the same however the work is divided.
    @Test func twoTimesTheSame() throws {
        let folder = try TemporaryFolder()
        let company = try Self.company()
        let snapshots = try company.snapshots(asOf: Self.asOf, in: folder)
        let database = try Database.open(settings: ["threads": "1"])
        let again = try Explorer(
            snapshots: snapshots, checks: CheckReport(), connection: database.connect(), threads: 1
        ).explore()
        var report = try Self.report.get()
        report.findings = []
        #expect(again == report)
    }

    /// Usage rows of zeros: the portal has snapshots of its own, and was never active.
    @Test func rowsOfZerosAreNoActivity() throws {
        let folder = try TemporaryFolder()
        let company = try TableCompany(
            portals: [.init(), .init()],
            usage: [.init(0, Self.first, [0, 0, 0, 0]), .init(1, Self.first, [1, 0, 1, 0])])
        let report = try Explorer(
            snapshots: company.snapshots(asOf: Self.first + 70, in: folder), checks: CheckReport(),
            connection: company.connection, threads: 3
        ).explore()
        let recency = try #require(report.distributions.first { $0.kind == .recency })
        #expect((report.snapshots, report.coldSnapshots) == (22, 0))
        #expect(counts(recency.apart) == [[11, 6, 0]])
        #expect(recency.bins.map(\.snapshots) == [Int](repeating: 1, count: 11))
    }

    /// A history that is shorter than the horizon has no target.
    @Test func nothingHasMatured() throws {
        let folder = try TemporaryFolder()
        let company = try Self.company()
        let report = try Explorer(
            snapshots: company.snapshots(asOf: Self.first + 21, in: folder), checks: CheckReport(),
            connection: company.connection, threads: 3
        ).explore()
        #expect(report.snapshots == 16)
        #expect((report.target, report.lastMatured, report.convertedPortals) == (nil, nil, 0))
        #expect(report.months.isEmpty && report.breakdowns.allSatisfy { $0.groups.isEmpty })
        #expect(report.distributions.allSatisfy { $0.conversions == 0 })
        #expect(report.correlations.snapshots == 0)
        #expect(ExplorationSection(report).charts.map(\.id).contains("snapshots-by-week"))
    }
}
