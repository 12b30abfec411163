internal import Boosting
internal import Foundation

/// The weighted mean of the members' probabilities or log-odds.
struct Ensemble {
    private let settings: EnsembleSettings

    init(_ settings: EnsembleSettings) { self.settings = settings }

    /// Combines the probabilities of the available members.
    ///
    /// - Returns: The combined probabilities, or nil if fewer than two of the ensemble's members are available.
    func combine(_ members: [LearnerName: [Double]]) -> [Double]? {
        let parts = zip(settings.members, settings.weights).compactMap { name, weight in
            members[name].map { (probabilities: $0, weight: weight) }
        }
        let total = parts.reduce(0) { $0 + $1.weight }
        guard parts.count > 1, total > 0 else { return nil }
        return parts[0].probabilities.indices.map { row in
            switch settings.scale {
            case .probability:
                return parts.reduce(0) { $0 + $1.weight * $1.probabilities[row] } / total
            case .logOdds:
                let score = parts.reduce(0) { $0 + $1.weight * Self.logOdds($1.probabilities[row]) } / total
                return 1 / (1 + exp(-score))
            }
        }
    }

    /// The smallest distance from 0 and 1. Probabilities closer to certainty are clamped to it.
    static let leastProbability = 1e-15

    /// Returns the log-odds of a probability.
    static func logOdds(_ probability: Double) -> Double {
        let inside = min(max(probability, leastProbability), 1 - leastProbability)
        return log(inside) - log1p(-inside)
    }

    /// Returns the signals' contributions to the combined score, in log-odds: the mean of the members' contributions on
    /// the averaged scale.
    ///
    /// - Returns: The explanation, or nil if `combine` has nothing to combine.
    func explain(_ members: [LearnerName: ScoreExplanation]) -> ScoreExplanation? {
        let parts = zip(settings.members, settings.weights).compactMap { name, weight in
            members[name].map { (explanation: $0, weight: weight) }
        }
        guard parts.count > 1, parts.reduce(0, { $0 + $1.weight }) > 0 else { return nil }
        switch settings.scale {
        case .logOdds:
            return ScoreExplanation.mean(of: parts.map { ($0.explanation.carried(through: .bounded), $0.weight) })
        case .probability:
            let probabilities = parts.map { ($0.explanation.carried(through: .probability), $0.weight) }
            return ScoreExplanation.mean(of: probabilities).carried(through: .logOdds)
        }
    }
}
