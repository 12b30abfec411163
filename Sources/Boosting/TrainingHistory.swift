/// One round of a training as its callback sees it: a further tree, or a step of an iterative solver.
package struct BoostingRound: Equatable, Sendable {
    /// The number of the round, starting at 1.
    package let number: Int
    /// The number of trees so far. It is lower than the number of rounds if a round found no split. For a solver
    /// without trees, the number of its steps.
    package let trees: Int
    /// The weighted mean negative log likelihood of the validation rows, in nats. nil without validation rows.
    package let validationLoss: Double?

    package init(number: Int, trees: Int, validationLoss: Double?) {
        self.number = number
        self.trees = trees
        self.validationLoss = validationLoss
    }
}

/// The history of a training.
package struct TrainingHistory: Equatable, Sendable {
    package let rounds: [BoostingRound]
    /// The round whose trees the model keeps.
    package let best: BoostingRound
}

/// Keeps the best round and decides when to stop.
struct EarlyStopping {
    /// The number of rounds without a better one after which to stop. nil: never, and the last round counts as the
    /// best.
    let patience: Int?
    private(set) var best: BoostingRound?

    init(patience: Int?) {
        self.patience = patience.flatMap { $0 > 0 ? $0 : nil }
    }

    /// Records a round. Returns whether the rounds should end after it.
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
