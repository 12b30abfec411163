import Base
import DuckDB
import Foundation
import SampleCompany
import Snapshots
import Sources
import TestSupport
import Testing
import UsageStore

/// The walk against the definition: each snapshot's sums as joins of usage to Sundays.
@Suite struct WalkReferenceTests {
    private func build(
        _ population: Population, in folder: TemporaryFolder, asOf: Day, weekday: Weekday = .sunday,
        windows: [Int] = [7, 14, 30]
    ) throws -> (SnapshotSet, Connection) {
        _ = try SampleCompany(portals: 500, weeks: 30, seed: 9).write(to: folder.path)
        var configuration = WalkSettings()
        configuration.sources.customers = .files(folder.path + "/customers.csv")
        configuration.sources.noncustomers = .files(folder.path + "/noncustomers.csv")
        configuration.sources.usage = .files(folder.path + "/usage_actions.csv")
        configuration.snapshots.population = population
        configuration.clocks.weekday = weekday
        configuration.snapshots.windows = windows
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
        return (snapshots, connection)
    }

    @Test(arguments: [Population.all, .observedSpan])
    func sumsAndRecency(population: Population) throws {
        let folder = try TemporaryFolder()
        let asOf = Day(year: 2026, month: 6, day: 14)
        let (snapshots, connection) = try build(population, in: folder, asOf: asOf)
        let columns = ColumnNames().counts
        let sums = snapshots.windows.flatMap { window in
            columns.map { "sum(\($0)) FILTER (WHERE u.day > s.DATE - \(window)) AS \($0)_\(window)" }
        }
        let differences = snapshots.windows.flatMap { window in
            columns.map { "s.\(SnapshotColumn.sum($0, window: window)) <> coalesce(r.\($0)_\(window), 0)" }
        }
        let active = columns.map { "\($0)" }.joined(separator: " + ")
        let (rows, wrong, wrongRecency) = try connection.row(
            """
            WITH s AS (SELECT * FROM \(SnapshotFiles(snapshots).all)),
            r AS (
                SELECT s.id, s.DATE, \(unsafe: sums.joined(separator: ", ")), max(u.day) FILTER (WHERE \(unsafe: active) > 0) AS last
                FROM s JOIN portals p USING (id) LEFT JOIN usage u ON u.portal = p.portal AND u.day <= s.DATE
                GROUP BY ALL)
            SELECT count(*), count(*) FILTER (WHERE \(unsafe: differences.joined(separator: " OR "))),
                count(*) FILTER (WHERE s.DAYS_SINCE_LAST_ACTIVITY IS DISTINCT FROM s.DATE - r.last)
            FROM s JOIN r USING (id, DATE)
            """
        ) { ($0.int(0)!, $0.int(1)!, $0.int(2)!) }
        #expect(rows == snapshots.counts.snapshots)
        #expect(rows > 2_000)
        #expect(wrong == 0)
        #expect(wrongRecency == 0)
    }

    /// Explicit snapshots and cold spans together: every portal on every Sunday until it converts, once.
    @Test func populationAllIsComplete() throws {
        let folder = try TemporaryFolder()
        let asOf = Day(year: 2026, month: 6, day: 14)
        let (snapshots, connection) = try build(.all, in: folder, asOf: asOf)
        let expanded: SQL = """
            SELECT id, DATE, LABEL_CONVERT_30D AS label FROM \(SnapshotFiles(snapshots).all)
            UNION ALL
            SELECT id, day, (CLOSEDATE IS NOT NULL AND CLOSEDATE <= day + 30)::INTEGER
            FROM (SELECT *, unnest(generate_series(FIRST_DATE, LAST_DATE, INTERVAL 7 DAY))::DATE AS day
                  FROM \(SQL(parquetIn: snapshots.coldFolder)))
            """
        let expected = """
            SELECT id, DATE, (close_date IS NOT NULL AND close_date <= DATE + 30 AND close_date <= DATE '\(asOf)')::INTEGER
            FROM portals, (SELECT unnest(generate_series(DATE '\(snapshots.firstSunday)', DATE '\(asOf)', INTERVAL 7 DAY))::DATE AS DATE)
            WHERE close_date IS NULL OR DATE < close_date OR close_date > DATE '\(asOf)'
            """
        let (rows, positives, missing, extra) = try connection.row(
            """
            SELECT (SELECT count(*) FROM (\(expanded))), (SELECT sum(label) FROM (\(expanded))),
                (SELECT count(*) FROM (\(unsafe: expected) EXCEPT ALL FROM (\(expanded)))),
                (SELECT count(*) FROM (FROM (\(expanded)) EXCEPT ALL \(unsafe: expected)))
            """
        ) { ($0.int(0)!, $0.int(1)!, $0.int(2)!, $0.int(3)!) }
        #expect((missing, extra) == (0, 0))
        #expect(rows == snapshots.counts.snapshots + snapshots.counts.coldSnapshots)
        #expect(positives == snapshots.counts.positives)
    }

    /// No row of usage on or after the close date is in any snapshot.
    @Test func nothingAfterTheClose() throws {
        let folder = try TemporaryFolder()
        let (snapshots, connection) = try build(.all, in: folder, asOf: Day(year: 2026, month: 6, day: 28))
        let late = try connection.row(
            "SELECT count(*) FROM \(SnapshotFiles(snapshots).all) WHERE CLOSEDATE <= DATE"
        ) { $0.int(0)! }
        #expect(late == 0)
    }

    @Test func otherWeekdaysAndWindows() throws {
        let folder = try TemporaryFolder()
        let asOf = Day(year: 2026, month: 6, day: 17)
        let (snapshots, connection) = try build(.all, in: folder, asOf: asOf, weekday: .wednesday, windows: [3, 90])
        let (days, wrong) = try connection.row(
            """
            SELECT count(DISTINCT isodow(DATE)), count(*) FILTER (WHERE ACTIONS_EMAIL_3D_SUM > ACTIONS_EMAIL_90D_SUM)
            FROM \(SnapshotFiles(snapshots).all)
            """
        ) { ($0.int(0)!, $0.int(1)!) }
        #expect((days, wrong) == (1, 0))
    }
}
