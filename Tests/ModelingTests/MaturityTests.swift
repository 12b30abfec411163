import Base
import Boosting
import DuckDB
import Snapshots
import Sources
import TestSupport
import Testing

@testable import Modeling

/// Labels mature by outcomes, and by nothing later than the run's Sunday.
@Suite struct MaturityTests {
    /// Days from the run's Sunday to the last known outcome, and the week of the last matured Sunday.
    ///
    /// The run's Sunday is that of week 44. Its horizon of 30 days back leads to week 39 (35 days). With outcomes 25 days
    /// earlier, on a Wednesday, it is 55 days back: week 36 (56 days). Later outcomes change nothing.
    static let lags = [(-25, 36), (0, 39), (20, 39)]

    private static func company(_ offset: Int) throws -> ModelingCompany {
        let asOf = ModelingCompany.asOf
        return try ModelingCompany(clocks: Clocks(usageThrough: asOf, outcomesThrough: asOf + offset))
    }

    @Test(arguments: lags) func theLastMaturedSunday(offset: Int, week: Int) throws {
        let company = try Self.company(offset)
        let snapshots = company.snapshots
        let last = ModelingCompany.sunday(week)
        #expect(snapshots.lastMatured == last)
        #expect(snapshots.labelLag == max(0, -offset))
        let marked = try company.connection.row(
            "SELECT max(DATE) FILTER (WHERE MATURED), min(DATE) FILTER (WHERE NOT MATURED) FROM \(SnapshotFiles(snapshots).all)"
        ) { [$0.int(0)!, $0.int(1)!].map { Day(daysSinceEpoch: Int32($0)) } }
        #expect(marked == [last, last + 7])
    }

    @Test(arguments: lags) func whatIsFittedAndJudged(offset: Int, week: Int) throws {
        let company = try Self.company(offset)
        let snapshots = company.snapshots
        var configuration = company.configuration
        configuration.models.members = [.lightgbm]
        let folder = try TemporaryFolder()
        let (model, metrics) = try ModelTrainer(
            configuration: configuration, snapshots: snapshots, connection: company.connection, threads: 1,
            progress: SilentProgress(), cancellation: Cancellation()
        ).train(in: folder.path)
        #expect(model.trainedOn.last == ModelingCompany.sunday(week))
        #expect(model.split?.test.last == ModelingCompany.sunday(week))
        #expect(metrics?.period.last == ModelingCompany.sunday(week))
        #expect(model.basis?.evidence.maturedWeeks == week + 1)
    }

    /// A past Sunday is scored as it would have been: with outcomes that lag behind as far as they do now.
    @Test(arguments: lags) func foldsOfABacktest(offset: Int, week: Int) throws {
        let company = try Self.company(offset)
        let snapshots = company.snapshots
        #expect(try BacktestSundays.every(weeks: 4).resolve(snapshots).last == ModelingCompany.sunday(week))
        let fold = FoldPeriods(
            ModelingCompany.sunday(36), configuration: company.configuration, snapshots: snapshots)
        // 30 days before week 36 is week 31, and 55 days before it week 28.
        #expect(fold.matured.last == ModelingCompany.sunday(offset < 0 ? 28 : 31))
        #expect(fold.lastWeek.last == ModelingCompany.sunday(offset < 0 ? 27 : 30))
    }
}
