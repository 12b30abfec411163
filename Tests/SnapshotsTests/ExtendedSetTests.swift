import Base
import DuckDB
import Foundation
import SampleCompany
import Snapshots
import Sources
import TestSupport
import Testing
import UsageStore

/// The columns of the extended set against their definitions.
@Suite struct ExtendedSetTests {
    /// Daily usage of a sample company, on Sundays and on Wednesdays.
    @Test(arguments: [Population.all, .observedSpan], [Weekday.sunday, .wednesday])
    func dailyCompany(population: Population, weekday: Weekday) throws {
        let folder = try TemporaryFolder()
        let asOf = Day(year: 2026, month: 6, day: 21).onOrBefore(weekday)
        _ = try SampleCompany(portals: 120, weeks: 26, seed: 21).write(to: folder.path)
        var configuration = WalkSettings()
        configuration.sources.customers = .files(folder.path + "/customers.csv")
        configuration.sources.noncustomers = .files(folder.path + "/noncustomers.csv")
        configuration.sources.usage = .files(folder.path + "/usage_actions.csv")
        configuration.snapshots.population = population
        configuration.clocks.weekday = weekday
        let database = try Database.open()
        let connection = try database.connect()
        let read = try SourceReader(
            configuration: configuration.source, today: asOf + 100, connection: connection, progress: SilentProgress()
        ).read()
        let company = try #require(read.company)
        let snapshots = try SnapshotBuilder(
            configuration: configuration, company: company.tables, usage: company.usage, asOf: asOf,
            database: database, threads: 2, progress: SilentProgress(), cancellation: Cancellation()
        ).build(in: folder.path)
        let (rows, wrong) = try ExtendedSetReference(snapshots: snapshots, connection: connection).differences()
        #expect(rows == snapshots.counts.snapshots)
        #expect(rows > 300)
        #expect(wrong == [])
    }

    /// Weekly usage with rows of zeros, some of them before the first use and some after the last.
    @Test(arguments: [Population.all, .observedSpan], [Weekday.sunday, .thursday])
    func weeklyCompany(population: Population, weekday: Weekday) throws {
        let folder = try TemporaryFolder()
        var configuration = TableCompany.configuration
        configuration.snapshots.population = population
        configuration.clocks.weekday = weekday
        let asOf = (Self.monday + 7 * 29 + 6).onOrBefore(weekday)
        let company = try TableCompany(configuration, portals: Self.portals, usage: Self.usage())
        let snapshots = try company.snapshots(asOf: asOf, in: folder)
        let (rows, wrong) = try ExtendedSetReference(snapshots: snapshots, connection: company.connection)
            .differences()
        #expect(rows == snapshots.counts.snapshots)
        #expect(rows > 200)
        #expect(wrong == [])
    }

    /// An engine that adds up the rows of a portal and day, and one that does not, lead to the same snapshots.
    @Test func rowsOfOneDayCountAsOne() throws {
        let split = Self.usage().flatMap { row in
            [
                TableCompany.Usage(row.portal, row.day, row.counts.map { $0 / 3 }),
                TableCompany.Usage(row.portal, row.day, row.counts.map { $0 - $0 / 3 }),
            ]
        }
        let files = try [Self.usage(), split].map { usage in
            let folder = try TemporaryFolder()
            let company = try TableCompany(portals: Self.portals, usage: usage)
            let snapshots = try company.snapshots(asOf: Self.monday + 7 * 29 + 6, in: folder)
            let (rows, wrong) = try ExtendedSetReference(snapshots: snapshots, connection: company.connection)
                .differences()
            #expect(rows > 200 && wrong == [])
            return try folder.read("snapshots/part-00000.parquet")
        }
        #expect(files[0] == files[1])
    }

    /// One portal whose numbers can be told without a computer.
    @Test func rowsOfZerosAreRowsAndNoActivity() throws {
        let folder = try TemporaryFolder()
        let weeks = [
            (0, [0, 0, 0, 0]), (1, [3, 0, 2, 0]), (2, [0, 0, 0, 0]), (6, [4, 1, 1, 5]), (7, [0, 0, 0, 0]),
        ]
        let company = try TableCompany(
            portals: [.init()], usage: weeks.map { .init(0, Self.monday + 7 * $0.0, $0.1) })
        let snapshots = try company.snapshots(asOf: Self.monday + 7 * 8 + 6, in: folder)
        let columns = [
            "DAYS_SINCE_LAST_ROW", "DAYS_SINCE_LAST_ACTIVITY", "DAYS_SINCE_FIRST_USE", "ACTIVE_WEEKS",
            "TOTAL_ACTIONS_4W", "TOTAL_ACTIONS_PRIOR_4W", "TOTAL_USERS_4W", "MAX_USERS_EVER", "MAX_USERS_PRIOR_4W",
            "NEW_MODULES_4W", "DEALS_LIFETIME_SUM", "EMAIL_84D_SUM",
        ]
        let rows = try company.connection.rows(
            """
            SELECT \(unsafe: columns.joined(separator: ", ")), DECAYED_ACTIONS_1W
            FROM \(SnapshotFiles(snapshots).all) ORDER BY DATE
            """
        ) { row in (columns.indices.map { row.int($0) }, row.double(columns.count)!) }
        #expect(rows.count == 9)
        #expect(rows[0].0 == [6, nil, nil, 0, 0, 0, 0, 0, 0, 0, 0, 0])
        #expect(rows[1].0 == [6, 6, 6, 1, 3, 0, 2, 2, 0, 1, 3, 0])
        #expect(rows[4].0 == [20, 27, 27, 1, 3, 0, 2, 2, 0, 1, 3, 0])
        #expect(rows[5].0 == [27, 34, 34, 1, 0, 3, 0, 2, 2, 0, 3, 0])
        #expect(rows[6].0 == [6, 6, 41, 2, 5, 3, 6, 5, 2, 1, 7, 1])
        #expect(rows[8].0 == [13, 20, 55, 2, 5, 3, 6, 5, 2, 1, 7, 1])
        #expect(rows[8].1 == 3.0 / 128 + 5.0 / 4)
    }

    /// Rows of one portal and week add up to the same bits in any order.
    @Test func shuffledRowsGiveTheSameBytes() throws {
        let (first, second) = (try TemporaryFolder(), try TemporaryFolder())
        var usage = Self.usage() + Self.usage().map { .init($0.portal, $0.day + 3, $0.counts.map { $0 / 3 }) }
        let asOf = Self.monday + 7 * 29 + 6
        let snapshots = try TableCompany(portals: Self.portals, usage: usage).snapshots(asOf: asOf, in: first)
        var generator = SeededGenerator(seed: 8)
        usage.shuffle(using: &generator)
        let shuffled = try TableCompany(portals: Self.portals, usage: usage).snapshots(asOf: asOf, in: second)
        #expect(snapshots.counts == shuffled.counts)
        for file in ["snapshots/part-00000.parquet", "cold/part-00000.parquet"] {
            #expect(try first.read(file) == second.read(file), "\(file)")
        }
    }

    /// Counts near the limit of their type are not wrapped around.
    @Test func hugeCounts() throws {
        let folder = try TemporaryFolder()
        let most = Int(UInt32.max)
        let company = try TableCompany(
            portals: [.init()], usage: (0..<3).map { .init(0, Self.monday + 7 * $0, [most, most, most, 0]) })
        let snapshots = try company.snapshots(asOf: Self.monday + 20, in: folder)
        let values = try company.connection.row(
            """
            SELECT DEALS_LIFETIME_SUM, TOTAL_ACTIONS_4W, MAX_USERS_EVER, DECAYED_ACTIVE_WEEKS_1W
            FROM \(SnapshotFiles(snapshots).all) ORDER BY DATE DESC
            """
        ) { row in (row.int(0)!, row.int(1)!, row.int(2)!, row.double(3)!) }
        #expect(values == (3 * most, 6 * most, most, 1.75))
    }

    static let monday = Day(year: 2026, month: 1, day: 5)

    static let portals: [TableCompany.Portal] = (0..<24).map { number in
        .init(close: number % 6 == 5 ? monday + 120 + number : nil, industry: number % 2 == 0 ? "retail" : nil)
    }

    /// 20 portals with rows on most Mondays of 30 weeks, four in ten of them zeros; 4 without any.
    static func usage() -> [TableCompany.Usage] {
        var generator = SeededGenerator(seed: 4)
        return (0..<20).flatMap { portal in
            (portal % 7..<30).compactMap { week -> TableCompany.Usage? in
                guard generator.uniform() < 0.8 else { return nil }
                let isIdle = generator.uniform() < 0.4 || week < portal % 7 + 2
                let counts = [40, 9, 5, 3].map { isIdle ? 0 : Int(generator.uniform() * Double($0)) }
                return .init(portal, monday + 7 * week, counts)
            }
        }
    }
}
