import Arrow
import Base
import Snapshots
import Sources
import Testing

@testable import Modeling

/// What folds share, and what they read themselves.
@Suite struct BacktestRowsTests {
    private let company: ModelingCompany

    init() throws { company = try ModelingCompany() }

    private func folds(_ weeks: [Int]) -> [FoldPeriods] {
        weeks.map {
            FoldPeriods(
                ModelingCompany.sunday($0), configuration: company.configuration, snapshots: company.snapshots)
        }
    }

    private func reader(mostRows: Int = 1_000_000) -> PeriodReader {
        PeriodReader(
            snapshots: company.snapshots, features: company.features(), connection: company.connection,
            sample: TrainingSample(mostRows: mostRows, seed: 1), cancellation: Cancellation())
    }

    private func rows(_ folds: [FoldPeriods], mostRows: Int = 1_000_000, memory: String? = nil) throws -> BacktestRows {
        var configuration = company.configuration
        configuration.resources.memoryLimit = memory
        return try BacktestRows(
            folds, reader: reader(mostRows: mostRows),
            memory: FoldMemory(configuration, company.snapshots, features: company.features().features.count))
    }

    private func columns(_ table: ArrowTable) throws -> [[Double]] {
        // NaN is not equal to itself.
        try table.columns.indices.map { try table.doubles($0).map { $0.isNaN ? -99 : $0 } }
    }

    /// Each period of the folds with the one whose categories its rows have.
    private func periods(_ folds: [FoldPeriods]) -> [(period: SnapshotPeriod, fitted: SnapshotPeriod)] {
        folds.flatMap { fold in
            [(fold.matured, fold.matured), (fold.lastWeek, fold.lastWeek)]
                + (fold.stopping.map { [($0.train, $0.train), ($0.validation, $0.train)] } ?? [])
        }
    }

    /// A fold's rows are those that it would read alone, in the same order; some are shared, those before a category came
    /// into use are not.
    @Test func rowsOfEveryPeriod() throws {
        let folds = folds([26, 30, 34, 38, 39])
        #expect(folds[0].stopping == nil && folds[4].stopping != nil)
        let shared = try rows(folds)
        for (period, fitted) in periods(folds) {
            let alone = try reader().fitting(reader().rows(learnedOn: fitted), period)
            let chosen = try shared.rows(
                during: period, categoriesOf: fitted, connection: company.connection, cancellation: Cancellation())
            #expect(try columns(chosen.table.table) == columns(alone))
            #expect(chosen.table.table.columns.map(\.name) == alone.columns.map(\.name))
            #expect(alone.rowCount > 100)
        }
        let together = try #require(shared.sharing).periods
        #expect(together > 2 && together < Set(periods(folds).map(\.period)).count)
    }

    @Test func categoriesOfSeveralPeriods() throws {
        let folds = folds([24, 30, 36, 39])
        let periods = folds.flatMap(\.all)
        let features = company.features()
        let learned = try CategoryDictionaries.learned(
            company.snapshots, features: features, periods: periods, connection: company.connection)
        for (period, dictionaries) in zip(periods, learned) {
            #expect(
                try dictionaries
                    == CategoryDictionaries(
                        company.snapshots, features: features, period: period, connection: company.connection))
        }
        #expect(learned[0] != learned[try #require(periods.firstIndex(of: folds[3].matured))])
    }

    /// Everything that a fold is fitted on has matured by its Sunday, and by the week before for last week's list.
    @Test func periodsHaveMatured() throws {
        let horizon = company.snapshots.horizon
        for week in 20...39 {
            let sunday = ModelingCompany.sunday(week)
            let periods = folds([week])[0]
            #expect(periods.matured.last + horizon <= sunday && periods.matured.last + horizon > sunday - 7)
            #expect(periods.lastWeek.last + horizon <= sunday - 7)
            guard let stopping = periods.stopping else { continue }
            #expect(stopping.validation.last + horizon <= sunday - 7)
            #expect(stopping.train.last + horizon <= stopping.validation.first)
        }
    }

    /// Where rows are sampled, or memory does not suffice, each fold reads its own.
    @Test func nothingIsShared() throws {
        let folds = folds([34, 38])
        let alone = try [rows(folds, mostRows: 800), rows(folds, memory: "1MB")]
        #expect(alone.allSatisfy { $0.sharing == nil })
        #expect(try rows(folds).sharing != nil)
        let fitted = folds[1].matured
        let some = try alone[0].rows(
            during: fitted, categoriesOf: fitted, connection: company.connection, cancellation: Cancellation())
        let sampled = try reader(mostRows: 800).fitting(reader().rows(learnedOn: fitted), fitted)
        #expect(try columns(some.table.table) == columns(sampled) && sampled.rowCount < 1_200)
    }
}
