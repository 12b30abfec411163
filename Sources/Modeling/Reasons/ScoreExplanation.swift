internal import Boosting
internal import Foundation

/// What each signal adds to the scores of some rows: score = base + the sum of the signals, in every row.
///
/// A member's contributions are exact SHAP values of its raw score (Lundberg et al., "From local explanations to global
/// understanding with explainable AI for trees", Nature Machine Intelligence 2, 2020), summed by signal. They are
/// carried through what stands between a raw score and the listed one by the secant rule of `carried(through:)`.
struct ScoreExplanation {
    let signalCount: Int
    /// The score from which the contributions start, the same for all rows.
    let base: Double
    let scores: [Double]
    /// For each row the contributions of the signals.
    let values: [Double]

    /// The contributions of a member's features, by signal.
    ///
    /// - Parameters:
    ///   - scores: the raw scores, in log-odds.
    ///   - signals: for each feature of the member the place of its signal.
    init(_ contributions: Contributions, scores: [Double], signals: [Int], signalCount: Int) {
        var values = [Double](repeating: 0, count: scores.count * signalCount)
        for row in scores.indices {
            let first = row * signalCount
            for (signal, value) in zip(signals, contributions[row]) { values[first + signal] += value }
        }
        self.init(signalCount: signalCount, base: contributions.expectedScore, scores: scores, values: values)
    }

    /// The contributions to one row's score, by signal.
    subscript(row: Int) -> ArraySlice<Double> { values[row * signalCount..<(row + 1) * signalCount] }

    /// The contributions after a map g that never falls has been applied to the scores: all those of a row, times the
    /// slope of the secant of g between the base and the row's score. So they keep their signs and their shares, and
    /// add up to g(score) - g(base). Where the two scores are the same, it is the slope of g itself.
    func carried(through map: ScoreMap) -> ScoreExplanation {
        let newBase = map.value(base)
        var values = values
        var newScores = scores
        for (row, score) in scores.enumerated() {
            newScores[row] = map.value(score)
            let distance = score - base
            let isSame = abs(distance) <= 1e-9 * max(abs(score), abs(base))
            let slope = isSame ? map.slope(score) : (newScores[row] - newBase) / distance
            for index in row * signalCount..<(row + 1) * signalCount { values[index] *= slope }
        }
        return ScoreExplanation(signalCount: signalCount, base: newBase, scores: newScores, values: values)
    }

    /// The weighted mean of several explanations of the same rows.
    static func mean(of parts: [(explanation: ScoreExplanation, weight: Double)]) -> ScoreExplanation {
        let total = parts.reduce(0) { $0 + $1.weight }
        let first = parts[0].explanation
        var base = 0.0
        var scores = [Double](repeating: 0, count: first.scores.count)
        var values = [Double](repeating: 0, count: first.values.count)
        for (part, weight) in parts {
            let share = weight / total
            base += share * part.base
            for row in scores.indices { scores[row] += share * part.scores[row] }
            for index in values.indices { values[index] += share * part.values[index] }
        }
        return ScoreExplanation(signalCount: first.signalCount, base: base, scores: scores, values: values)
    }

    /// By how much the sum of a row misses its score.
    func residue(_ row: Int) -> Double { scores[row] - self[row].reduce(base, +) }

    /// The same with sums that are exact: what a row's sum misses is added to its strongest contribution. XGBoost's
    /// contributions and scores are float32, so that of its rows some millionths are missing.
    func settled() -> ScoreExplanation {
        var values = values
        for row in scores.indices {
            let range = row * signalCount..<(row + 1) * signalCount
            guard let strongest = range.max(by: { abs(values[$0]) < abs(values[$1]) }) else { continue }
            values[strongest] += residue(row)
        }
        return ScoreExplanation(signalCount: signalCount, base: base, scores: scores, values: values)
    }
}

/// A map of scores that never falls, with its slope.
struct ScoreMap: Sendable {
    let value: @Sendable (Double) -> Double
    let slope: @Sendable (Double) -> Double

    /// From log-odds to probability.
    static let probability = ScoreMap {
        1 / (1 + exp(-$0))
    } slope: {
        let value = 1 / (1 + exp(-$0))
        return value * (1 - value)
    }

    /// From probability to log-odds, certainty taken as almost certain.
    static let logOdds = ScoreMap {
        Ensemble.logOdds($0)
    } slope: {
        1 / max($0 * (1 - $0), Ensemble.leastProbability)
    }

    /// Log-odds inside of the bounds that `logOdds` gives to certainty.
    static let bounded = ScoreMap {
        min(max($0, Ensemble.logOdds(0)), Ensemble.logOdds(1))
    } slope: {
        $0 > Ensemble.logOdds(0) && $0 < Ensemble.logOdds(1) ? 1 : 0
    }

    /// From raw log-odds to listed ones.
    static func calibration(_ calibration: Calibration) -> ScoreMap {
        ScoreMap(value: { calibration.logOdds($0) }, slope: { calibration.slope(at: $0) })
    }
}
