internal import Base
internal import Boosting

/// Calibrates every model on its scores from the backtest.
struct Calibrator: Sendable {
    let settings: CalibrationSettings
    /// The shares at which the bands A to C end.
    let cuts: [Double]
    let horizon: Int
    let threads: Int

    /// Calibrates models on the folds of a backtest.
    ///
    /// - Parameters:
    ///   - folds: Past Sundays that matured by `labelsThrough`.
    ///   - models: The models to calibrate.
    ///   - labelsThrough: The last day whose outcomes are known. nil: the run's Sunday.
    func calibrate(
        _ folds: [FoldScores], models: [ModelName], asOf: Day, labelsThrough: Day? = nil
    ) throws -> CalibrationReport {
        precondition(folds.allSatisfy { $0.sunday + horizon <= labelsThrough ?? asOf }, "A fold has not matured.")
        precondition(folds.allSatisfy { $0.copies == nil }, "A fold holds a sample.")
        let models = models.filter { model in folds.allSatisfy { $0.probabilities[model.rawValue] != nil } }
        let portals = Self.numbered(folds)
        let results = try concurrently(models.count, threads: threads) {
        } body: { _, index in
            selection(folds, portals, models[index]).run()
        }
        return CalibrationReport(
            asOf: asOf, sundays: folds.map(\.sunday),
            models: Dictionary(uniqueKeysWithValues: zip(models.map(\.rawValue), results)))
    }

    /// Returns the folds as they would have been listed: each model with its method, fitted on earlier folds only.
    ///
    /// - Parameter folds: The folds, earliest first.
    /// - Returns: The folds on which every model could be calibrated. nil if there is none, or if no model is
    ///   calibrated and raw scores are listed.
    func listed(_ folds: [FoldScores], models: [ModelName], by report: CalibrationReport) -> [FoldScores]? {
        let methods = models.compactMap { model in
            report.of(model).map { (model: model, method: $0.calibration.method) }
        }
        guard methods.contains(where: { $0.method != .none }) else { return nil }
        let portals = Self.numbered(folds)
        let calibrations = methods.map { selection(folds, portals, $0.model).outOfSample($0.method) }
        let listed = folds.indices.filter { fold in calibrations.allSatisfy { $0[fold] != nil } }.map { index in
            var fold = folds[index]
            for (model, fitted) in zip(methods.map(\.model.rawValue), calibrations) {
                fold.probabilities[model] = fold.probabilities[model]!.map(fitted[index]!.probability)
            }
            return fold
        }
        return listed.isEmpty ? nil : listed
    }

    private func selection(_ folds: [FoldScores], _ portals: [[Int]], _ model: ModelName) -> CalibrationSelection {
        CalibrationSelection(
            settings: settings, horizon: horizon, cuts: cuts,
            folds: zip(folds, portals).map { fold, portals in
                CalibrationFold(
                    sunday: fold.sunday, portals: portals,
                    logOdds: fold.probabilities[model.rawValue]!.map(Calibration.logOdds(of:)),
                    converted: fold.converted)
            })
    }

    /// Returns the portals of each fold as numbers that are the same in all folds.
    private static func numbered(_ folds: [FoldScores]) -> [[Int]] {
        let keys = Set(folds.flatMap(\.keys)).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
        return folds.map { $0.keys.map { numbers[$0]! } }
    }
}
