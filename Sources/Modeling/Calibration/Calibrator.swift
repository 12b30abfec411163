internal import ProspectCore

/// Calibrates every model on the scores that the backtest gave it.
struct Calibrator: Sendable {
    let settings: CalibrationSettings
    /// Where the bands A to C end.
    let cuts: [Double]
    let horizon: Int
    let threads: Int

    /// - Parameters:
    ///   - folds: past Sundays that matured by `asOf`.
    ///   - models: those that are calibrated.
    func calibrate(_ folds: [FoldScores], models: [ModelName], asOf: Day) throws -> CalibrationReport {
        precondition(folds.allSatisfy { $0.sunday + horizon <= asOf }, "A fold has not matured.")
        precondition(folds.allSatisfy { $0.copies == nil }, "A fold holds a sample.")
        let keys = Set(folds.flatMap(\.keys)).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: keys.enumerated().map { ($1, $0) })
        let portals = folds.map { $0.keys.map { numbers[$0]! } }
        let models = models.filter { model in folds.allSatisfy { $0.probabilities[model.rawValue] != nil } }
        let results = try concurrently(models.count, threads: threads) {
        } body: { _, index in
            CalibrationSelection(
                settings: settings, horizon: horizon, cuts: cuts,
                folds: zip(folds, portals).map { fold, portals in
                    CalibrationFold(
                        sunday: fold.sunday, portals: portals,
                        logOdds: fold.probabilities[models[index].rawValue]!.map(Calibration.logOdds(of:)),
                        converted: fold.converted)
                }
            ).run()
        }
        return CalibrationReport(
            asOf: asOf, sundays: folds.map(\.sunday),
            models: Dictionary(uniqueKeysWithValues: zip(models.map(\.rawValue), results)))
    }
}
