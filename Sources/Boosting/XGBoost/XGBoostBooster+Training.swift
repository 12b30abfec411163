internal import CXGBoost
internal import Foundation

extension XGBoostBooster {
    /// Boosts for a fixed number of rounds.
    ///
    /// It runs on the calling thread, and on the threads that the parameters ask for, until it is done.
    ///
    /// - Parameters:
    ///   - matrix: The rows, labels and weights.
    ///   - parameters: XGBoost's parameters, with the matrix's `max_bin`.
    ///   - rounds: The number of rounds. Each adds one tree.
    ///   - eachRound: Called after each round. An error that it throws ends the training.
    package static func train(
        on matrix: borrowing XGBoostMatrix, parameters: ParameterList, rounds: Int,
        eachRound: (BoostingRound) throws -> Void = { _ in }
    ) throws -> XGBoostBooster {
        let session = try XGBoostTraining.begin(on: matrix.handle, nil, labels: matrix.labels, parameters: parameters)
        return try session.boost(
            on: matrix, rounds: rounds, patience: nil, loss: { _ in nil }, eachRound: eachRound)
    }

    /// Boosts until the loss on other rows has not improved for a number of rounds, and keeps the trees up to the best
    /// round.
    ///
    /// The loss is summed here, in float64 and in the order of the rows, because XGBoost's own is a float32 sum in the
    /// order of threads.
    ///
    /// - Parameters:
    ///   - validation: The rows to judge on, made by the training matrix's `validation(on:…)`.
    ///   - rounds: Maximum number of rounds.
    ///   - patience: The number of rounds without improvement after which boosting stops. nil or 0: all rounds run and
    ///     all trees are kept.
    ///   - loss: Returns the loss from the validation rows' raw scores in log-odds. nil: the log loss.
    package static func train(
        on matrix: borrowing XGBoostMatrix, validatedBy validation: borrowing XGBoostMatrix,
        parameters: ParameterList, rounds: Int, patience: Int?, loss: (([Double]) -> Double)? = nil,
        eachRound: (BoostingRound) throws -> Void = { _ in }
    ) throws -> XGBoostBooster {
        let session = try XGBoostTraining.begin(
            on: matrix.handle, validation.handle, labels: matrix.labels, parameters: parameters)
        let judge = ValidationLoss(labels: validation.labels, weights: validation.weights)
        let held = validation.handle
        let count = validation.rowCount
        return try session.boost(
            on: matrix, rounds: rounds, patience: patience,
            loss: { session in
                let scores = try session.scores(of: held, count: count)
                return loss?(scores) ?? judge.loss(of: scores.map(probability(ofScore:)))
            },
            eachRound: eachRound)
    }
}

/// A booster that is still growing: XGBoost's handle, which shares ownership of the matrices.
private struct XGBoostTraining: ~Copyable {
    private let handle: XGModelHandle
    private let parameters: ParameterList

    private init(owning handle: XGModelHandle, parameters: ParameterList) {
        self.handle = handle
        self.parameters = parameters
    }

    deinit { _ = XGBoosterFree(handle) }

    static func begin(
        on matrix: XGMatrixHandle, _ validation: XGMatrixHandle?, labels: [Float], parameters: ParameterList
    ) throws(BoostingError) -> XGBoostTraining {
        try LabelledRows.requireBothLabels(labels)
        XGBoostLog.attach()
        // The matrices are named here, so XGBoost keeps their predictions and adds only those of each new tree.
        let matrices: [XGMatrixHandle?] = [matrix] + (validation.map { [$0] } ?? [])
        var created: XGModelHandle?
        guard XGBoosterCreate(matrices, UInt64(matrices.count), &created) == 0, let created else {
            throw .xgBoost(cannot: "begin to train")
        }
        let session = XGBoostTraining(owning: created, parameters: parameters)
        for entry in parameters.entries where XGBoosterSetParam(created, entry.name, entry.value) != 0 {
            throw .xgBoost(cannot: "take the parameter '\(entry.name)'")
        }
        return session
    }

    borrowing func boost(
        on matrix: borrowing XGBoostMatrix, rounds: Int, patience: Int?,
        loss: (borrowing XGBoostTraining) throws -> Double?, eachRound: (BoostingRound) throws -> Void
    ) throws -> XGBoostBooster {
        var stopping = EarlyStopping(patience: patience)
        var history: [BoostingRound] = []
        for number in 1...max(1, rounds) {
            guard XGBoosterUpdateOneIter(handle, CInt(number - 1), matrix.handle) == 0 else {
                throw BoostingError.xgBoost(cannot: "add a tree")
            }
            let round = try BoostingRound(number: number, trees: number, validationLoss: loss(self))
            history.append(round)
            let stop = stopping.observe(round)
            try eachRound(round)
            if stop { break }
        }
        let best = stopping.best ?? history[0]
        // The conversion to bytes and back releases the matrices and gives exactly the model that a saved one would be.
        return try .parse(
            modelData(rounds: best.number, names: matrix.featureNames, categories: matrix.categories),
            threads: parameters.threads, history: TrainingHistory(rounds: history, best: best))
    }

    /// Returns the current raw scores of a matrix's rows, in log-odds.
    borrowing func scores(of matrix: XGMatrixHandle, count: Int) throws(BoostingError) -> [Double] {
        try Prediction.make { shape, dimensions, result in
            XGBoosterPredictFromDMatrix(
                handle, matrix, Prediction.configuration(.rawScore), shape, dimensions, result)
        }.values(count: count)
    }

    /// Returns the model of the first rounds.
    private borrowing func modelData(
        rounds: Int, names: [String], categories: [CategoryCodes?]
    ) throws(BoostingError) -> Data {
        var slice: XGModelHandle?
        guard XGBoosterSlice(handle, 0, CInt(rounds), 1, &slice) == 0, let slice else {
            throw .xgBoost(cannot: "keep its best trees")
        }
        defer { _ = XGBoosterFree(slice) }
        try XGBoostBooster.describe(slice, names: names, categories: categories)
        return try XGBoostBooster.data(of: slice)
    }
}
