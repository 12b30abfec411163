internal import Foundation

/// Fits a calibration to rows by maximum likelihood.
enum CalibrationFit {
    /// Fits a calibration to rows.
    ///
    /// - Returns: The calibration, or nil if all rows have the same label, or if no finite parameters maximise the
    ///   likelihood, for example because the scores separate the labels perfectly.
    static func fit(_ method: Calibration.Method, to rows: ScoredRows) -> Calibration? {
        let balance = rows.balance
        guard method != .none else { return Calibration.none }
        guard balance.positives > 0, balance.negatives > 0 else { return nil }
        switch method {
        case .none: return Calibration.none
        case .intercept:
            return likelihood(rows, from: [0], offset: true) { _ in [1] }.maximum().map { .intercept($0.parameters[0]) }
        case .platt: return platt(rows)
        case .beta: return beta(rows)
        case .isotonic: return IsotonicFit.fit(rows)
        }
    }

    /// Fits Platt's calibration. The slope is at least 0, because a negative one would reverse the ranking.
    private static func platt(_ rows: ScoredRows) -> Calibration? {
        let likelihood = likelihood(rows, from: [1, 0]) { [$0, 1] }
        guard let free = likelihood.maximum() else { return nil }
        if free.parameters[0] >= 0 { return .platt(slope: free.parameters[0], intercept: free.parameters[1]) }
        return likelihood.maximum(over: [1]).map { .platt(slope: 0, intercept: $0.parameters[1]) }
    }

    /// Fits a beta calibration. The likelihood is concave. Its maximum under a, b >= 0 is therefore the best of the
    /// maxima with none, one or both of the two fixed at 0 that satisfy the bounds.
    private static func beta(_ rows: ScoredRows) -> Calibration? {
        let likelihood = likelihood(rows, from: [1, 1, 0]) {
            let (p, q) = Calibration.logarithms($0)
            return [p, -q, 1]
        }
        guard let free = likelihood.maximum() else { return nil }
        func isInside(_ maximum: LogisticLikelihood.Maximum) -> Bool {
            maximum.parameters[0] >= 0 && maximum.parameters[1] >= 0
        }
        var best = isInside(free) ? free : nil
        if best == nil {
            for held in [[1, 2], [0, 2], [2]] {
                guard let maximum = likelihood.maximum(over: held), isInside(maximum) else { continue }
                if best.map({ maximum.value > $0.value }) ?? true { best = maximum }
            }
        }
        return best.map { .beta(a: $0.parameters[0], b: $0.parameters[1], c: $0.parameters[2]) }
    }

    /// Returns the likelihood of the rows.
    ///
    /// - Parameter start: The parameters that leave the scores unchanged.
    private static func likelihood(
        _ rows: ScoredRows, from start: [Double], offset: Bool = false, _ terms: (Double) -> [Double]
    ) -> LogisticLikelihood {
        LogisticLikelihood(
            terms: rows.logOdds.flatMap(terms), count: terms(0).count, offsets: offset ? rows.logOdds : nil,
            labels: rows.labels,
            weights: rows.weights, start: start)
    }
}
