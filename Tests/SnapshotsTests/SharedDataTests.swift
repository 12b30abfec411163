import Base
import DuckDB
import Snapshots
import Sources
import TestSupport
import Testing
import UsageStore

@Suite(.enabled(if: SharedData.folder != nil)) struct SharedDataTests {
    /// The source system's own table: three counts and four sums of its snapshots.
    @Test func observedSpanEqualsTheSourceSystemsTable() throws {
        let folder = try TemporaryFolder()
        let data = try #require(SharedData.folder)
        var configuration = WalkSettings()
        configuration.sources.customers = .files(data + "/customers.csv")
        configuration.sources.noncustomers = .files(data + "/noncustomers.csv")
        configuration.sources.usage = .files(data + "/usage_actions.csv")
        configuration.snapshots.population = .observedSpan
        let database = try Database.open()
        let connection = try database.connect()
        let (_, company) = try SourceReader(
            configuration: configuration.source, today: Day(year: 2020, month: 4, day: 26), connection: connection,
            progress: SilentProgress()
        ).read()
        let tables = try #require(company)
        let snapshots = try SnapshotBuilder(
            configuration: configuration, company: tables.tables, usage: tables.usage,
            asOf: Day(year: 2020, month: 4, day: 26), database: database, threads: 2, progress: SilentProgress(),
            cancellation: Cancellation()
        ).build(in: folder.path)
        #expect(snapshots.counts.snapshots == 34_525)
        #expect(snapshots.counts.portals == 1_712)
        #expect(snapshots.counts.positives == 471)
        let sums = try connection.row(
            """
            SELECT sum(ACTIONS_CRM_DEALS_7D_SUM), sum(ACTIONS_CRM_DEALS_14D_SUM), sum(ACTIONS_CRM_DEALS_30D_SUM),
                sum(USERS_EMAIL_30D_SUM), min(DATE), max(DATE)
            FROM \(SnapshotFiles(snapshots).all)
            """
        ) { row in (0..<6).map { row.int($0) } }
        #expect(sums[0..<4] == [148_083, 290_116, 559_707, 6_443])
        #expect(sums[4] == Int(Day(year: 2019, month: 1, day: 13).daysSinceEpoch))
        #expect(sums[5] == Int(Day(year: 2020, month: 4, day: 19).daysSinceEpoch))
    }
}
