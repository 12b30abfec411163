import Base
import Boosting
import Snapshots
import Testing

@testable import Modeling

@Suite struct TuningFoldsTests {
    private static let first = Day(year: 2019, month: 1, day: 13)

    private func folds(weeks: Int, horizon: Int = 30, count: Int = 4, step: Int = 1) -> [TunedMember.Fold]? {
        let train = SnapshotPeriod(first: Self.first, last: Self.first + 7 * (weeks - 1), step: step)
        return TuningFolds.make(inside: train, horizon: horizon, count: count)
    }

    @Test(arguments: [22, 23, 31, 52, 104, 300], [7, 28, 30, 90])
    func noLabelIsDecidedInALaterPeriod(weeks: Int, horizon: Int) {
        for count in 2...6 {
            guard let folds = folds(weeks: weeks, horizon: horizon, count: count) else { continue }
            #expect(folds.count == count)
            for fold in folds {
                #expect(fold.fit.first == Self.first)
                #expect(fold.fit.last + horizon <= fold.stopping.first)
                #expect(fold.stopping.last + horizon <= fold.judged.first)
                #expect(fold.stopping.sundays.count == fold.judged.sundays.count)
                #expect(fold.judged.sundays.count >= 2 && fold.judged.sundays.count <= 12)
                #expect(fold.fit.sundays.count >= 2 * fold.judged.sundays.count)
            }
            // Nothing is judged twice, and all ends with the training period.
            for (earlier, later) in zip(folds, folds.dropFirst()) {
                #expect(earlier.judged.last + 7 == later.judged.first)
            }
            #expect(folds.last?.judged.last == Self.first + 7 * (weeks - 1))
        }
    }

    @Test func theGapIsNoLongerThanTheHorizonAsks() throws {
        let fold = try #require(folds(weeks: 31)?.first)
        #expect(fold.judged.first - fold.stopping.last == 35)
        #expect(fold.stopping.first - fold.fit.last == 35)
    }

    @Test func aShortHistoryHasFewerFolds() {
        #expect(folds(weeks: 22, count: 4) != nil)
        #expect(folds(weeks: 21, count: 4) == nil)
        #expect(TuningFolds.weeksNeeded(horizon: 30, count: 2) == 18)
        #expect(folds(weeks: 18, count: 2) != nil)
        #expect(folds(weeks: 17, count: 2) == nil)
    }

    @Test func everyNthSundayIsFittedOnAndAllAreJudged() throws {
        let fold = try #require(folds(weeks: 60, step: 3)?.last)
        #expect(fold.fit.step == 3)
        #expect(fold.stopping.step == 1 && fold.judged.step == 1)
    }

    @Test func theStandardErrorIsThatOfThePairedDifferences() {
        func member(_ best: [Double], _ defaults: [Double], _ metric: TuningMetric) -> TunedMember {
            TunedMember(
                name: .xgboost, study: "s", asOf: Self.first, date: Self.first, metric: metric, folds: [], trials: 1,
                bestTrial: 0, best: .init(best), defaults: .init(defaults), parameters: [:], earlyStopping: 1,
                features: [], fingerprint: "")
        }
        // Differences 0.01, 0.02, 0.03: mean 0.02, standard error 0.01 / √3.
        let better = member([0.61, 0.82, 0.53], [0.60, 0.80, 0.50], .rocAUC)
        #expect(abs(better.gain.mean - 0.02) < 1e-12)
        #expect(abs(better.gain.standardError - 0.01 / 3.0.squareRoot()) < 1e-12)
        #expect(better.isBetter)
        #expect(!member([0.61, 0.82, 0.53], [0.60, 0.80, 0.50], .logLoss).isBetter)
        #expect(member([0.10, 0.11], [0.12, 0.13], .logLoss).isBetter)
        // -0.01, 0.03: better by 0.01 with an error of 0.02.
        #expect(!member([0.59, 0.83], [0.60, 0.80], .rocAUC).isBetter)
        #expect(!member([0.6, 0.8], [0.6, 0.8], .rocAUC).isBetter)
    }
}
