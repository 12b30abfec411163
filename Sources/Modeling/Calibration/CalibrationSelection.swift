internal import Base
internal import Boosting
internal import Foundation

/// Chooses and fits the calibration of one model on its scores of past Sundays.
///
/// Each Sunday is judged with calibrations fitted on those earlier Sundays whose horizon had passed by it, so no
/// calibration has seen a label that was decided later. The simplest method wins unless a richer one lowers the log
/// loss by more than the standard error of the paired differences (Breiman et al., "Classification and Regression
/// Trees", 1984, 3.4.3).
///
/// A top band of the winner may then hold fewer conversions than the listed probabilities allow for. In that case the
/// simplest richer method replaces the winner that leaves no such band, neither on the judged Sundays nor, fitted to
/// all Sundays, on all of them, and whose log loss is worse by at most one standard error. Raw scores are examined on
/// all Sundays, because they were not fitted on any.
struct CalibrationSelection {
    let settings: CalibrationSettings
    let horizon: Int
    /// The shares at which the bands A to C end.
    let cuts: [Double]
    /// The folds in the order of time.
    let folds: [CalibrationFold]

    init(settings: CalibrationSettings, horizon: Int, cuts: [Double], folds: [CalibrationFold]) {
        self.settings = settings
        self.horizon = horizon
        self.cuts = cuts
        self.folds = folds.sorted { $0.sunday < $1.sunday }
    }

    /// The methods that can be judged, with the list of each on each fold. The list is nil if the method could not be
    /// fitted.
    private typealias Trials = [(method: Calibration.Method, folds: [ListedFold?])]

    func run() -> ModelCalibration {
        let trials = trials()
        let judged = trials.isEmpty ? [] : folds.indices.filter { trials[0].folds[$0] != nil }
        var (method, reason) = choose(trials)
        var calibration = CalibrationFit.fit(method, to: pooled(folds))
        if calibration == nil {
            (method, reason) = (.none, "No \(method.rawValue) calibration could be fitted to the backtest's scores.")
            calibration = Calibration.none
        }
        let raw = raw
        let listed = method == .none ? raw : trials.first { $0.method == method }?.folds.compactMap { $0 } ?? []
        let sundays = SundayForecast.measured(on: listed, horizon: horizon)
        let used = trials.first { $0.method == method }
        let after = judged.isEmpty ? nil : used.map { AgreementMeasure(folds: $0.folds.compactMap { $0 }).agreement }
        return ModelCalibration(
            calibration: calibration!, reason: reason,
            judged: judged.isEmpty
                ? nil
                : .init(
                    sundays: judged.map { folds[$0].sunday },
                    snapshots: judged.reduce(0) { $0 + folds[$1].portals.count },
                    conversions: judged.reduce(0) { $0 + folds[$1].conversions }),
            candidates: trials.map { candidate($0, against: trials[0]) },
            raw: AgreementMeasure(folds: raw).agreement,
            before: judged.isEmpty ? nil : AgreementMeasure(folds: judged.map { raw[$0] }).agreement,
            after: after, overConfident: used.map(overConfident) ?? (method == .none ? overConfident((.none, [])) : []),
            level: LevelUncertainty.measured(on: listed) ?? LevelUncertainty.measured(on: raw)
                ?? LevelUncertainty(ratio: 1, betweenSundays: 0, variance: 0, sundays: 0),
            coverage: Coverage(sundays), sundays: sundays,
            bands: MeasuredBand.measured(on: listed, cuts: cuts))
    }

    /// Returns the log-odds that a method would have listed on a fold, best first, or nil if too little had matured by
    /// then.
    func listing(_ method: Calibration.Method, on fold: Int) -> [Double]? {
        trials().first { $0.method == method }?.folds[fold]?.probabilities
    }

    /// Returns a method fitted for each fold on the folds that had matured by it. An entry is nil if these held too few
    /// conversions.
    func outOfSample(_ method: Calibration.Method) -> [Calibration?] {
        if method == .none { return folds.map { _ in Calibration.none } }
        let least = method == .isotonic ? settings.leastIsotonicConversions : settings.leastConversions
        return folds.map { fold in
            let earlier = pooled(folds.filter { $0.sunday + horizon <= fold.sunday })
            return Int(earlier.balance.positives) >= least ? CalibrationFit.fit(method, to: earlier) : nil
        }
    }

    /// Tries every method on every fold before which enough conversions had matured.
    private func trials() -> Trials {
        let earlier = folds.map { fold in pooled(folds.filter { $0.sunday + horizon <= fold.sunday }) }
        let conversions = earlier.map { Int($0.balance.positives) }
        guard conversions.contains(where: { $0 >= settings.leastConversions }) else { return [] }
        return Calibration.Method.allCases.compactMap { method in
            let least = method == .isotonic ? settings.leastIsotonicConversions : settings.leastConversions
            let listed = folds.indices.map { index -> ListedFold? in
                guard conversions[index] >= least,
                    let calibration = CalibrationFit.fit(method, to: earlier[index])
                else { return nil }
                return folds[index].listed(folds[index].rows.logOdds.map(calibration.logOdds))
            }
            return listed.contains { $0 != nil } ? (method, listed) : nil
        }
    }

    private func choose(_ trials: Trials) -> (Calibration.Method, String) {
        if let method = settings.method { return (method, "As configured: calibration.method.") }
        guard let first = trials.first else {
            return (
                .none,
                "Fewer than \(settings.leastConversions) conversions had matured before any of the backtest's lists, "
                    + "too few to compare calibrations."
            )
        }
        var chosen = first
        var reason = "No calibration lowers the out-of-sample log loss by more than its standard error."
        for trial in trials.dropFirst() {
            let difference = difference(of: trial, against: chosen)
            guard difference.mean > difference.standardError else { continue }
            reason =
                "It lowers the out-of-sample log loss by \(text(difference.mean)), which is more than the standard "
                + "error of \(text(difference.standardError)), against \(chosen.method.rawValue)."
            chosen = trial
        }
        let bands = overConfident(chosen)
        guard !bands.isEmpty else { return (chosen.method, reason) }
        let names = "The ranks " + bands.joined(separator: " and ")
        for trial in trials.drop(while: { $0.method != chosen.method }).dropFirst() {
            let difference = difference(of: trial, against: chosen)
            guard overConfident(trial).isEmpty, repairsAll(trial.method), difference.mean >= -difference.standardError
            else { continue }
            return (
                trial.method,
                "\(names) held fewer conversions than \(chosen.method.rawValue) lists; this is the simplest method that "
                    + "repairs it at no more than one standard error of log loss."
            )
        }
        return (
            chosen.method,
            reason + " \(names) held fewer conversions than listed, and no method repairs that at no more than one "
                + "standard error of log loss."
        )
    }

    /// Returns the top bands in which a method lists too much, on the Sundays that it had not seen. For raw scores
    /// these are all Sundays.
    private func overConfident(_ trial: Trials.Element) -> [String] {
        let listed = trial.method == .none ? raw : trial.folds.compactMap { $0 }
        return AgreementMeasure(folds: listed).overConfident.map(\.title)
    }

    /// Whether a method, fitted to all Sundays as in use, lists too much in none of their top bands.
    private func repairsAll(_ method: Calibration.Method) -> Bool {
        guard let calibration = CalibrationFit.fit(method, to: pooled(folds)) else { return false }
        let listed = folds.map { $0.listed($0.rows.logOdds.map(calibration.logOdds)) }
        return AgreementMeasure(folds: listed).overConfident.isEmpty
    }

    private var raw: [ListedFold] { folds.map { $0.listed($0.rows.logOdds) } }

    private func candidate(_ trial: Trials.Element, against none: Trials.Element) -> ModelCalibration.Candidate {
        let listed = trial.folds.compactMap { $0 }
        let labels = listed.flatMap(\.labels)
        let probabilities = listed.flatMap(\.probabilities)
        let gain = difference(of: trial, against: none)
        return ModelCalibration.Candidate(
            method: trial.method, snapshots: labels.count, conversions: labels.count { $0 },
            logLoss: logLoss(labels: labels, probabilities: probabilities)!, gain: gain.mean,
            standardError: gain.standardError, brier: brierScore(labels: labels, probabilities: probabilities)!,
            calibrationError: AgreementMeasure.calibrationError(labels: labels, probabilities: probabilities)!)
    }

    /// Returns by how much the log loss of a trial is lower, over the rows of the folds that both trials have, with the
    /// standard error clustered by portal. Liang, Zeger, "Longitudinal data analysis using generalized linear models",
    /// Biometrika 73, 1986.
    private func difference(
        of trial: Trials.Element, against other: Trials.Element
    ) -> (mean: Double, standardError: Double) {
        var sums: [Int: (difference: Double, rows: Double)] = [:]
        for (new, old) in zip(trial.folds, other.folds) {
            guard let new, let old else { continue }
            for (row, portal) in new.portals.enumerated() {
                let difference =
                    loss(old.probabilities[row], old.labels[row]) - loss(new.probabilities[row], new.labels[row])
                let sum = sums[portal, default: (0, 0)]
                sums[portal] = (sum.difference + difference, sum.rows + 1)
            }
        }
        let clusters = sums.keys.sorted().map { sums[$0]! }
        let rows = clusters.reduce(0) { $0 + $1.rows }
        guard rows > 0, clusters.count > 1 else { return (0, 0) }
        let mean = clusters.reduce(0) { $0 + $1.difference } / rows
        let squares = clusters.reduce(0) { sum, cluster in
            let error = cluster.difference - mean * cluster.rows
            return sum + error * error
        }
        let count = Double(clusters.count)
        return (mean, (squares * count / (count - 1)).squareRoot() / rows)
    }

    private func loss(_ probability: Double, _ label: Bool) -> Double {
        -log(max(label ? probability : 1 - probability, Double.ulpOfOne))
    }

    private func pooled(_ folds: [CalibrationFold]) -> ScoredRows { ScoredRows(joining: folds.map(\.rows)) }

    private func text(_ value: Double) -> String { Numbers.decimal(value, 6, minus: .hyphen) }
}
