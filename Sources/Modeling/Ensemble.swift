internal import Foundation
internal import ProspectCore

/// The weighted mean of the members' probabilities, or of their log odds.
struct Ensemble {
    private let settings: EnsembleSettings

    init(_ settings: EnsembleSettings) { self.settings = settings }

    /// Combines the probabilities of the members that are there.
    ///
    /// - Returns: nil where fewer than two of the ensemble's members are there.
    func combine(_ members: [MemberName: [Double]]) -> [Double]? {
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

    private static func logOdds(_ probability: Double) -> Double {
        let inside = min(max(probability, 1e-15), 1 - 1e-15)
        return log(inside) - log1p(-inside)
    }
}
