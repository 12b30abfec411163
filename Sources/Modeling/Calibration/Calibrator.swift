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
    func calibrate(
        _ folds: [(sunday: Day, scores: FoldScores)], models: [ModelName], asOf: Day
    ) throws -> CalibrationReport {
        precondition(folds.allSatisfy { $0.sunday + horizon <= asOf }, "A fold has not matured.")
        let ids = Set(folds.flatMap(\.scores.ids)).sorted()
        let numbers = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, $0) })
        let portals = folds.map { $0.scores.ids.map { numbers[$0]! } }
        let models = models.filter { model in folds.allSatisfy { $0.scores.scores[model.rawValue] != nil } }
        let results = try concurrently(models.count, threads: threads) {
        } body: { _, index in
            CalibrationSelection(
                settings: settings, horizon: horizon, cuts: cuts,
                folds: folds.indices.map { fold in
                    CalibrationFold(
                        sunday: folds[fold].sunday, portals: portals[fold],
                        logOdds: folds[fold].scores.scores[models[index].rawValue]!.map(Calibration.logOdds(of:)),
                        converted: folds[fold].scores.converted)
                }
            ).run()
        }
        return CalibrationReport(
            asOf: asOf, sundays: folds.map(\.sunday),
            models: Dictionary(uniqueKeysWithValues: zip(models.map(\.rawValue), results)))
    }
}
