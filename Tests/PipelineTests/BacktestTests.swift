import DuckDB
import Foundation
import Modeling
import Pipeline
import ProspectCore
import SampleCompany
import TestSupport
import Testing

@Suite struct BacktestTests {
    static let sundays = [Day(year: 2026, month: 3, day: 1), Day(year: 2026, month: 3, day: 29)]
    static let members = [
        "models.members=[lightgbm, logistic]", "ensemble.members=[lightgbm, logistic]", "logistic.steps=8",
    ]

    /// A fold sees nothing later than its Sunday: its scores are the same however much is known by now.
    @Test func foldsDoNotDependOnWhatIsKnownNow() throws {
        let company = try TestCompany(portals: 700)
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
        let company = try TestCompany(portals: 700)
        let (_, report) = try company.pipeline(["lightgbm.trees=5"]).backtest(.every(weeks: 6), asOf: nil, csv: nil)
        #expect(report.folds.count >= 2)
        for fold in report.folds {
            #expect(fold.trainedOn.last + 30 <= fold.sunday)
            #expect(fold.sunday + 30 <= SampleCompany.defaultUntil)
            #expect(fold.models["random"]?.rocAUC == (fold.conversions > 0 ? 0.5 : nil))
            #expect(fold.models["lightgbm"]?.positives == Double(fold.conversions))
        }
        for model in report.pooled {
            guard let auc = model.rocAUC else { continue }
            #expect(auc.low <= auc.value && auc.value <= auc.high)
        }
        #expect(report.convertedPortals <= report.conversions)
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
