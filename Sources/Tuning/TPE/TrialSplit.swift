internal import Foundation

/// The finished trials of a study in two groups: the best tenth, and all others.
///
/// Complete trials come before pruned ones; these are ranked by the step that they reached and then by their last
/// value, as Optuna ranks them. Both groups keep the order of the trials.
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

    /// How many of so many trials count as the best: a tenth, and 25 at the most.
    static func size(_ count: Int) -> Int { min((count + 9) / 10, 25) }

    /// Less is better.
    private struct Rank: Comparable {
        /// 0 for a complete trial; later steps of pruned ones come first.
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
