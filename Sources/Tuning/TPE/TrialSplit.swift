internal import Foundation

/// The finished trials of a study in two groups: the best tenth, and all others.
///
/// Complete trials come before pruned ones. Pruned trials rank by the step that they reached and then by their last
/// value, as in Optuna. Both groups keep the order of the trials.
struct TrialSplit {
    let below: [Trial]
    let above: [Trial]

    init(_ finished: [Trial], direction: Direction) {
        let informative = finished.filter(\.isInformative)
        let ranked = informative.indices.map { (rank: Rank(informative[$0], direction), index: $0) }
            .sorted { ($0.rank, $0.index) < ($1.rank, $1.index) }
        let best = Set(ranked.prefix(Self.size(informative.count)).map(\.index))
        below = informative.indices.filter(best.contains).map { informative[$0] }
        above = informative.indices.filter { !best.contains($0) }.map { informative[$0] }
    }

    /// Returns how many of a number of trials count as the best: a tenth, but at most 25.
    static func size(_ count: Int) -> Int { min((count + 9) / 10, 25) }

    /// A rank. Lower is better.
    private struct Rank: Comparable {
        /// `Int.min` for a complete trial, so that it comes first, and the negative last step for a pruned trial.
        let group: Int
        let cost: Double

        init(_ trial: Trial, _ direction: Direction) {
            if trial.state == .complete {
                group = .min
                cost = direction.cost(trial.value ?? .nan)
            } else if let last = trial.intermediateValues.max(by: { $0.key < $1.key }) {
                group = -last.key
                cost = last.value.isNaN ? .infinity : direction.cost(last.value)
            } else {
                group = 1
                cost = 0
            }
        }

        static func < (left: Rank, right: Rank) -> Bool {
            left.group != right.group ? left.group < right.group : left.cost < right.cost
        }
    }
}
