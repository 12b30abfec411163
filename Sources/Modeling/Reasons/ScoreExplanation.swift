internal import Boosting
internal import Foundation

/// The contribution of each signal to the scores of some rows. In every row, score = base + the sum of the signals.
///
/// A member's contributions are exact SHAP values of its raw score (Lundberg et al., "From local explanations to global
/// understanding with explainable AI for trees", Nature Machine Intelligence 2, 2020), summed by signal. The secant
/// rule of `carried(through:)` carries them through the maps between the raw and the listed score.
struct ScoreExplanation {
    let signalCount: Int
    /// The score from which the contributions start, the same for all rows.
    let base: Double
    let scores: [Double]
    /// The contributions of the signals, row by row.
    let values: [Double]

    init(signalCount: Int, base: Double, scores: [Double], values: [Double]) {
        self.signalCount = signalCount
        self.base = base
        self.scores = scores
        self.values = values
    }

    /// Sums the contributions of a member's features by signal.
    ///
    /// - Parameters:
    ///   - scores: The raw scores, in log-odds.
    ///   - signals: The index of the signal of each feature.
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

    /// Returns the contributions after a non-decreasing map g has been applied to the scores. All contributions of a
    /// row are multiplied by the slope of the secant of g between the base and the row's score. They keep their signs
    /// and their proportions, and add up to g(score) - g(base). If the two scores are equal, the factor is the slope of
    /// g itself.
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

    /// Returns the weighted mean of several explanations of the same rows.
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

    /// Returns the difference between a row's score and its sum.
    func residue(_ row: Int) -> Double { scores[row] - self[row].reduce(base, +) }

    /// Returns the explanation with exact sums: each row's residue is added to its strongest contribution. XGBoost's
    /// contributions and scores are float32, so a few millionths are missing from its rows.
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

/// A non-decreasing map of scores, with its slope.
struct ScoreMap: Sendable {
    let value: @Sendable (Double) -> Double
    let slope: @Sendable (Double) -> Double

    /// The map from log-odds to probability.
    static let probability = ScoreMap {
        1 / (1 + exp(-$0))
    } slope: {
        let value = 1 / (1 + exp(-$0))
        return value * (1 - value)
    }

    /// The map from probability to log-odds. It treats certainty as near certainty.
    static let logOdds = ScoreMap {
        Ensemble.logOdds($0)
    } slope: {
        1 / max($0 * (1 - $0), Ensemble.leastProbability)
    }

    /// The map that limits log-odds to the bounds of `logOdds`.
    static let bounded = ScoreMap {
        min(max($0, Ensemble.logOdds(0)), Ensemble.logOdds(1))
    } slope: {
        $0 > Ensemble.logOdds(0) && $0 < Ensemble.logOdds(1) ? 1 : 0
    }

    /// The map from raw to listed log-odds.
    static func calibration(_ calibration: Calibration) -> ScoreMap {
        ScoreMap(value: { calibration.logOdds($0) }, slope: { calibration.slope(at: $0) })
    }
}
