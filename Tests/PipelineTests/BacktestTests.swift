import Base
import Boosting
import DuckDB
import Foundation
import Modeling
import Pipeline
import SampleCompany
import Snapshots
import TestSupport
import Testing

@Suite struct BacktestTests {
    static let sundays = [Day(year: 2026, month: 3, day: 1), Day(year: 2026, month: 3, day: 29)]
    static let members = [
        "models.members=[lightgbm, logistic]", "ensemble.members=[lightgbm, logistic]", "logistic.max_iter=8",
    ]

    /// A fold sees nothing later than its Sunday: its scores are the same however much is known by now.
    @Test func foldsDoNotDependOnWhatIsKnownNow() throws {
        let company = try TestCompany()
        let early = try company.pipeline(Self.members).backtest(
            .list(Self.sundays), asOf: Day(year: 2026, month: 5, day: 3), csv: company.folder.path + "/early.csv")
        let late = try company.pipeline(Self.members).backtest(
            .list(Self.sundays), asOf: nil, csv: company.folder.path + "/late.csv")
        #expect(try company.folder.read("early.csv") == company.folder.read("late.csv"))
        #expect(early.report == late.report)
        let rows = try company.rows("late.csv")
        #expect(rows.header == "sunday,model,id,probability,converted")
        #expect(rows.rows.count == late.report.folds.reduce(0) { $0 + $1.portals } * 3)
        #expect(late.outcome.manifest.state == .finished)
    }

    @Test func foldsAreTrainedOnWhatHadMatured() throws {
        let company = try TestCompany()
        let (_, report) = try company.pipeline(["lightgbm.num_iterations=5"]).backtest(
            .every(weeks: 6), asOf: nil, csv: nil)
        #expect(report.folds.count >= 2)
        for fold in report.folds {
            #expect(fold.trainedOn.last + 30 <= fold.sunday)
            #expect(fold.sunday + 30 <= SampleCompany.defaultUntil)
            #expect(fold.models["random"]?.rocAUC?.value == (fold.conversions > 0 ? 0.5 : nil))
            #expect(fold.models["lightgbm"]?.positives == Double(fold.conversions))
        }
        #expect(report.pooled.map(\.model) == ["lightgbm"] + Baseline.all(window: 30))
        for model in report.pooled {
            let judgement = model.judgement
            #expect(judgement.positives == Double(report.conversions))
            let ofAllRows = [judgement.rocAUC, judgement.averagePrecision, judgement.actual]
            for estimate in ofAllRows + judgement.atK.flatMap({ [$0.precision, $0.lift, $0.revenueShare] }) {
                let estimate = try #require(estimate)
                #expect(estimate.low <= estimate.value && estimate.value <= estimate.high)
            }
        }
        #expect(report.convertedPortals <= report.conversions)
    }

    /// What the conversions among the first hundred bring, from the raw scores and the customers' own table.
    @Test func revenueCaptured() throws {
        let company = try TestCompany()
        // One that converts within the horizon without a price, one below zero, one without a value.
        var changed = 0
        try company.rewrite("customers.csv") { rows in
            for index in rows.indices
            where rows[index].prefix(10) > "2026-03-01" && rows[index].prefix(10) <= "2026-03-31" {
                var cells = rows[index].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                guard changed < 3 else { break }
                cells[1] = ["0", "-20", ""][changed]
                rows[index] = cells.joined(separator: ",")
                changed += 1
            }
        }
        #expect(changed == 3)
        let csv = company.folder.path + "/scores.csv"
        let (outcome, report) = try company.pipeline().backtest(
            .list([Self.sundays[0]]), asOf: nil, csv: csv)
        let rows = try Database.open().connect().rows(
            """
            SELECT s.converted, c.MRR, row_number() OVER (ORDER BY s.probability DESC)
            FROM read_csv('\(unsafe: csv)') s LEFT JOIN read_csv('\(unsafe: company.folder.path)/customers.csv') c ON c.id = s.id
            WHERE s.model = 'lightgbm' AND s.converted = 1
            """
        ) { (revenue: $0.double(1), converted: $0.int(0)!) }
        let revenue = rows.map { $0.revenue ?? .nan }
        #expect(report.revenue.total == revenue.reduce(0) { $0 + ($1 > 0 ? $1 : 0) } && report.revenue.total > 0)
        let counted = report.revenue
        #expect((counted.zero, counted.negative, counted.missing) == (1, 1, 1))
        #expect(counted.positive == report.conversions - 3)
        for model in report.pooled {
            let cuts = model.judgement.atK
            #expect(cuts.allSatisfy { $0.revenue!.value <= report.revenue.total + 1e-9 })
            #expect(cuts.allSatisfy { abs($0.revenueShare!.value - $0.revenue!.value / report.revenue.total) < 1e-12 })
        }
        // As known on the run's Sunday: a customer that closes later looks free.
        let portals = try Database.open().connect().row(
            """
            SELECT count(*) FILTER (WHERE p.close_date IS NULL <> (c.CLOSEDATE IS NULL OR c.CLOSEDATE > DATE '2026-04-05')),
                count(*) FILTER (WHERE p.close_date IS NULL AND p.mrr IS NOT NULL), count(*), count(p.mrr)
            FROM '\(unsafe: try company.pipeline().run(through: .snapshots, asOf: Day(year: 2026, month: 4, day: 5)).folder)/portals.parquet' p
            LEFT JOIN read_csv('\(unsafe: company.folder.path)/customers.csv') c ON c.id = p.id
            """
        ) { ($0.int(0)!, $0.int(1)!, $0.int(2)!, $0.int(3)!) }
        #expect((portals.0, portals.1) == (0, 0) && portals.2 > 1_000 && portals.3 > 10)
        #expect(outcome.manifest.state == .finished)
    }

    @Test(arguments: ["2026-03-02", "2026-06-28", "2025-07-20"])
    func sundaysThatCannotBe(day: String) throws {
        let company = try TestCompany(portals: 300)
        let day = try #require(Day(day))
        let error = #expect(throws: ModelingError.self) {
            try company.pipeline().backtest(.list([day]), asOf: nil, csv: nil)
        }
        #expect(error?.problem.contains("\(day) cannot be backtested") == true)
        #expect(error?.exitCode == .badInput)
    }
}
