internal import CLightGBM

extension LightGBMBooster {
    /// Boosts for a fixed number of rounds.
    ///
    /// It runs on the calling thread, and on the threads that the parameters ask for, until it is done.
    ///
    /// - Parameters:
    ///   - dataset: The rows, labels and weights.
    ///   - parameters: LightGBM's parameters, with the same bin settings as the dataset's.
    ///   - rounds: The number of rounds. Each adds one tree if there is a split to make.
    ///   - eachRound: Called after each round. An error that it throws ends the training.
    package static func train(
        on dataset: borrowing LightGBMDataset, parameters: ParameterList, rounds: Int,
        eachRound: (BoostingRound) throws -> Void = { _ in }
    ) throws -> LightGBMBooster {
        let session = try TrainingSession.begin(on: dataset, parameters: parameters)
        return try session.boost(rounds: rounds, patience: nil, loss: { _ in nil }, eachRound: eachRound)
    }

    /// Boosts until the log loss on other rows has not improved for a number of rounds, and keeps the trees up to the
    /// best round.
    ///
    /// The loss is summed here, in the order of the rows, because the last bits of LightGBM's own loss depend on its
    /// threads.
    ///
    /// - Parameters:
    ///   - validation: The rows to judge on, made by the training dataset's `validation(on:…)`.
    ///   - rounds: Maximum number of rounds.
    ///   - patience: The number of rounds without improvement after which boosting stops. nil or 0: all rounds run and
    ///     all trees are kept.
    package static func train(
        on dataset: borrowing LightGBMDataset, validatedBy validation: borrowing LightGBMDataset,
        parameters: ParameterList, rounds: Int, patience: Int?,
        eachRound: (BoostingRound) throws -> Void = { _ in }
    ) throws -> LightGBMBooster {
        let session = try TrainingSession.begin(on: dataset, parameters: parameters)
        try session.add(validation)
        let judge = ValidationLoss(labels: validation.labels, weights: validation.weights)
        return try session.boost(
            rounds: rounds, patience: patience, loss: { try judge.loss(of: $0.validationProbabilities()) },
            eachRound: eachRound)
    }
}

/// A booster that is still growing: LightGBM's handle. It refers to the datasets and must not outlive them.
private struct TrainingSession: ~Copyable {
    private let handle: BoosterHandle
    private let parameters: ParameterList

    private init(owning handle: BoosterHandle, parameters: ParameterList) {
        self.handle = handle
        self.parameters = parameters
    }

    deinit { LGBM_BoosterFree(handle) }

    static func begin(
        on dataset: borrowing LightGBMDataset, parameters: ParameterList
    ) throws(BoostingError) -> TrainingSession {
        if parameters["objective"] == "binary" { try LabelledRows.requireBothLabels(dataset.labels) }
        LightGBMLog.attach()
        var created: BoosterHandle?
        let status = LightGBMCall.with(threads: parameters.threads) {
            LGBM_BoosterCreate(dataset.handle, parameters.rendered, &created)
        }
        guard status == 0, let created else {
            throw .lightGBM(cannot: "begin to train")
        }
        return TrainingSession(owning: created, parameters: parameters)
    }

    borrowing func add(_ validation: borrowing LightGBMDataset) throws(BoostingError) {
        let status = call { LGBM_BoosterAddValidData(handle, validation.handle) }
        guard status == 0 else {
            throw .lightGBM(cannot: "judge on the validation rows")
        }
    }

    private borrowing func call(_ call: () -> CInt) -> CInt {
        LightGBMCall.with(threads: parameters.threads, call)
    }

    borrowing func boost(
        rounds: Int, patience: Int?, loss: (borrowing TrainingSession) throws -> Double?,
        eachRound: (BoostingRound) throws -> Void
    ) throws -> LightGBMBooster {
        var stopping = EarlyStopping(patience: patience)
        var history: [BoostingRound] = []
        var barren = 0
        for number in 1...max(1, rounds) {
            barren = try grow() ? 0 : barren + 1
            let round = try BoostingRound(number: number, trees: treeCount(), validationLoss: loss(self))
            history.append(round)
            let stop = stopping.observe(round)
            try eachRound(round)
            if stop || barren == Self.barrenRounds { break }
        }
        let best = stopping.best ?? history[0]
        // The conversion to text and back releases the datasets and gives exactly the model that a saved one would be.
        return try .parse(
            LightGBMBooster.text(of: handle, trees: best.trees, threads: parameters.threads),
            threads: parameters.threads, history: TrainingHistory(rounds: history, best: best))
    }

    /// The number of rounds without a split that end a training. A single such round is not the end if columns or rows
    /// are sampled in every round.
    private static var barrenRounds: Int { 20 }

    /// Adds a tree. Returns false if there was no split to make.
    private borrowing func grow() throws(BoostingError) -> Bool {
        var finished: CInt = 0
        guard call({ LGBM_BoosterUpdateOneIter(handle, &finished) }) == 0 else { throw .lightGBM(cannot: "add a tree") }
        return finished == 0
    }

    private borrowing func treeCount() throws(BoostingError) -> Int {
        var count: CInt = 0
        guard LGBM_BoosterNumberOfTotalModel(handle, &count) == 0 else { throw .lightGBM(cannot: "count its trees") }
        return Int(count)
    }

    borrowing func validationProbabilities() throws(BoostingError) -> [Double] {
        var count: Int64 = 0
        guard LGBM_BoosterGetNumPredict(handle, 1, &count) == 0 else {
            throw .lightGBM(cannot: "count the validation rows")
        }
        var probabilities = [Double](repeating: 0, count: Int(count))
        guard call({ LGBM_BoosterGetPredict(handle, 1, &count, &probabilities) }) == 0 else {
            throw .lightGBM(cannot: "predict the validation rows")
        }
        return probabilities
    }
}
