import Arrow
import ProspectCore
import Testing

@testable import Modeling

/// What folds share.
@Suite struct BacktestRowsTests {
    private func folds(_ company: ModelingCompany, _ weeks: [Int]) -> [FoldPeriods] {
        weeks.map {
            FoldPeriods(
                ModelingCompany.sunday($0), configuration: company.configuration, snapshots: company.snapshots)
        }
    }

    private func reader(_ company: ModelingCompany, mostRows: Int = 1_000_000) -> PeriodReader {
        PeriodReader(
            snapshots: company.snapshots, features: company.features(), connection: company.connection,
            sample: TrainingSample(mostRows: mostRows, seed: 1), cancellation: Cancellation())
    }

    private func columns(_ table: ArrowTable) throws -> [[Double]] {
        // NaN is not equal to itself.
        try table.columns.indices.map { try table.doubles($0).map { $0.isNaN ? -99 : $0 } }
    }

    /// A fold's rows are those that it would read alone, in the same order.
    @Test func rowsOfEveryPeriod() throws {
        let company = try ModelingCompany()
        let folds = folds(company, [26, 30, 34, 38])
        #expect(folds[0].stopping == nil && folds[3].stopping != nil)
        let reader = reader(company)
        let plans = try company.configuration.models.members.map {
            try MemberPlan($0, configuration: company.configuration, features: company.features(), threads: 1)
        }
        let shared = try BacktestRows(folds, plans: plans, reader: reader)
        let periods = folds.flatMap(\.all)
        #expect(periods.count == 4 * 2 + 2 * folds.count { $0.stopping != nil })
        for period in periods {
            let alone = try reader.fitting(shared.rows, period)
            let chosen = try shared.rows(during: period)
            #expect(try columns(chosen.table.table) == columns(alone))
            #expect(chosen.table.table.columns.map(\.name) == alone.columns.map(\.name))
            #expect(alone.rowCount > 100 && chosen.positions.count < shared.count)
        }
    }

    /// Everything that a fold is fitted on has matured by its Sunday, and by the week before for last week's list.
    @Test func periodsHaveMatured() throws {
        let company = try ModelingCompany()
        let horizon = company.snapshots.horizon
        for week in 20...39 {
            let sunday = ModelingCompany.sunday(week)
            let periods = folds(company, [week])[0]
            #expect(periods.matured.last + horizon <= sunday && periods.matured.last + horizon > sunday - 7)
            #expect(periods.lastWeek.last + horizon <= sunday - 7)
            guard let stopping = periods.stopping else { continue }
            #expect(stopping.validation.last + horizon <= sunday - 7)
            #expect(stopping.train.last + horizon <= stopping.validation.first)
        }
    }

    /// Of very many rows a sample is shared. Every fold keeps its conversions and the weight of its other snapshots.
    @Test func sampledRows() throws {
        let company = try ModelingCompany()
        let folds = folds(company, [30, 38])
        let all = try BacktestRows(folds, plans: [], reader: reader(company))
        let some = try BacktestRows(folds, plans: [], reader: reader(company, mostRows: 800))
        #expect(some.count < all.count / 2 && some.count > 500)
        for period in folds.flatMap(\.all) {
            let (whole, part) = (try all.rows(during: period).table, try some.rows(during: period).table)
            func weight(_ table: LabelledTable, _ label: Bool) -> Double {
                zip(table.labels, table.weights).reduce(0) { $0 + ($1.0 == label ? $1.1 : 0) }
            }
            #expect(weight(part, true) == weight(whole, true) && weight(part, true) > 0)
            #expect(abs(weight(part, false) - weight(whole, false)) < 1e-6 * weight(whole, false))
            #expect(part.labels.count < whole.labels.count)
        }
    }
}
