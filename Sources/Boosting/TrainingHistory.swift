/// One round of a training, as its callback sees it: one tree more, or one step of an iterative solver.
package struct BoostingRound: Equatable, Sendable {
    /// 1 for the first.
    package let number: Int
    /// Trees so far; fewer than rounds where a round found no split. Of a solver without trees: its steps.
    package let trees: Int
    /// Mean negative log likelihood of the validation rows, weighted, in nats; nil without validation rows.
    package let validationLoss: Double?

    package init(number: Int, trees: Int, validationLoss: Double?) {
        self.number = number
        self.trees = trees
        self.validationLoss = validationLoss
    }
}

/// How a training went.
package struct TrainingHistory: Equatable, Sendable {
    package let rounds: [BoostingRound]
    /// The round whose trees the model keeps.
    package let best: BoostingRound
}

/// Keeps the best round and says when to stop.
struct EarlyStopping {
    /// Stop after so many rounds without a better one; nil: never, and the last round counts as the best.
    let patience: Int?
    private(set) var best: BoostingRound?

    init(patience: Int?) {
        self.patience = patience.flatMap { $0 > 0 ? $0 : nil }
    }

    /// Whether the rounds should end after this one.
    mutating func observe(_ round: BoostingRound) -> Bool {
        guard let patience, let loss = round.validationLoss else {
            best = round
            return false
        }
        if let best, let least = best.validationLoss, loss >= least {
            return round.number - best.number >= patience
        }
        best = round
        return false
    }
}
