import Base
import Foundation
import Testing

@testable import Modeling

/// The primary list is chosen by the probabilities that are listed.
@Suite struct CalibratedChoiceTests {
    private static let first = Day(year: 2025, month: 1, day: 5)
    private static let models = [ModelName.xgboost, .ensemble]

    /// Sundays five weeks apart: `xgboost` knows the truth but says 1.5 too much, `ensemble` knows nothing but
    /// about the level.
    private static func folds() -> [FoldScores] {
        var generator = SeededGenerator(seed: 12)
        func normal() -> Double {
            (-2 * log(1 - generator.uniform())).squareRoot() * cos(2 * .pi * generator.uniform())
        }
        return (0..<10).map { fold in
            let truth = (0..<1200).map { _ in -4 + 1.6 * normal() }
            let strong = truth.map { logistic($0 + 1.5) }
            let weak = truth.map { _ in logistic(-3.2 + 0.3 * normal()) }
            return FoldScores(
                sunday: first + 35 * fold, keys: (0..<1200).map { UInt64($0) },
                converted: truth.map { generator.uniform() < logistic($0) },
                revenue: [Double](repeating: .nan, count: 1200), scores: ["xgboost": strong, "ensemble": weak],
                probabilities: ["xgboost": strong, "ensemble": weak])
        }
    }

    private static func calibrator(_ method: Calibration.Method?) -> Calibrator {
        var settings = CalibrationSettings()
        settings.method = method
        return Calibrator(settings: settings, cuts: [0.5, 0.8, 0.95], horizon: 30, threads: 2)
    }

    private static func logLoss(_ folds: [FoldScores], _ model: ModelName) throws -> Double {
        try #require(
            JudgedLists(folds, models: [model.rawValue], seed: 1, threads: 2, bySunday: false)
                .judgement(of: model.rawValue).logLoss
        ).value
    }

    /// By raw scores the wrong one would be taken.
    @Test func aCalibratedModelIsJudgedAsItIsListed() throws {
        let folds = Self.folds()
        let calibrator = Self.calibrator(nil)
        let report = try calibrator.calibrate(folds, models: Self.models, asOf: Self.first + 35 * 12)
        #expect(report.of(.xgboost)?.calibration.method != Calibration.Method.none)
        let listed = try #require(calibrator.listed(folds, models: Self.models, by: report))
        #expect(listed.count < folds.count && listed.last?.sunday == folds.last?.sunday)
        #expect(try Self.logLoss(folds, .xgboost) > Self.logLoss(folds, .ensemble))
        #expect(try Self.logLoss(listed, .xgboost) < Self.logLoss(listed, .ensemble))
        #expect(listed[0].scores == folds[folds.count - listed.count].scores)
    }

    /// What is listed for a Sunday has not seen how that Sunday ended.
    @Test func aSundayHasNoPartInItsOwnCalibration() throws {
        let folds = Self.folds()
        var other = folds
        other[9] = FoldScores(
            sunday: folds[9].sunday, keys: folds[9].keys, converted: folds[9].converted.map { !$0 },
            revenue: folds[9].revenue, scores: folds[9].scores, probabilities: folds[9].probabilities)
        let calibrator = Self.calibrator(.platt)
        let last = try [folds, other].map { folds in
            let report = try calibrator.calibrate(folds, models: Self.models, asOf: Self.first + 35 * 12)
            return try #require(calibrator.listed(folds, models: Self.models, by: report)?.last)
        }
        #expect(last[0].probabilities == last[1].probabilities)
        #expect(last[0].probabilities["xgboost"] != folds[9].probabilities["xgboost"])
    }

    @Test func withoutACalibrationRawScoresAreWhatIsListed() throws {
        let folds = Self.folds()
        let calibrator = Self.calibrator(Calibration.Method.none)
        let report = try calibrator.calibrate(folds, models: Self.models, asOf: Self.first + 35 * 12)
        #expect(calibrator.listed(folds, models: Self.models, by: report) == nil)
    }
}
