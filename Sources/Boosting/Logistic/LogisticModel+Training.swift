internal import Arrow
internal import Foundation

extension LogisticModel {
    /// Fits the coefficients by L-BFGS, starting from the log-odds of the base rate.
    ///
    /// - Parameters:
    ///   - matrix: The rows to fit to, with the statistics of their features.
    ///   - validation: The rows to judge each step on, encoded with the same statistics.
    ///   - parameters: `l2`, the weight of the penalty (default 1; scikit-learn's 1 / C), and `tolerance`, the largest
    ///     component of the mean loss's gradient at the end (default 1e-9).
    static func train(
        on matrix: LogisticMatrix, validatedBy validation: LogisticMatrix?, parameters: ParameterList, rounds: Int,
        patience: Int?, eachRound: (BoostingRound) throws -> Void
    ) throws -> LogisticModel {
        try LabelledRows.requireBothLabels(matrix.labels)
        let l2 = try number("l2", in: parameters, otherwise: 1)
        let tolerance = try number("tolerance", in: parameters, otherwise: 1e-9)
        let loss = LogisticLoss(matrix: matrix, l2: l2, threads: parameters.threads)
        var start = [Double](repeating: 0, count: matrix.coefficientCount + 1)
        start[matrix.coefficientCount] = try baseLogOdds(matrix)

        let judge = validation.map { ValidationLoss(labels: $0.labels, weights: $0.weights) }
        var stopping = EarlyStopping(patience: patience)
        var history: [BoostingRound] = []
        var best = start
        var solver = LBFGS(tolerance: tolerance)
        _ = try solver.minimize(loss.value, from: start, limit: rounds) { number, iterate in
            let held = validation.map { rows in
                judge!.loss(of: LogisticLoss.scores(rows, at: iterate.point).map(probability(ofScore:)))
            }
            let round = BoostingRound(number: number, trees: number, validationLoss: held)
            history.append(round)
            let stop = stopping.observe(round)
            if stopping.best == round { best = iterate.point }
            try eachRound(round)
            return stop
        }
        let layout = LogisticLayout(matrix.features)
        let features = layout.features(matrix.features, with: best)
        // If there was no step, the base rate was the solution.
        let last = stopping.best ?? BoostingRound(number: 0, trees: 0, validationLoss: nil)
        return LogisticModel(
            intercept: best[matrix.coefficientCount], features: features, rounds: last.number,
            history: TrainingHistory(rounds: history, best: last))
    }

    private static func number(
        _ name: String, in parameters: ParameterList, otherwise: Double
    ) throws(BoostingError) -> Double {
        guard let text = parameters[name] else { return otherwise }
        guard let value = Double(text), value >= 0, value.isFinite else {
            throw BoostingError(
                problem: "The value '\(text)' of the logistic regression's parameter '\(name)' is not a number from 0.")
        }
        return value
    }

    private static func baseLogOdds(_ matrix: LogisticMatrix) throws(BoostingError) -> Double {
        var positives = 0.0
        for row in matrix.labels.indices where matrix.labels[row] > 0 {
            positives += matrix.weights.map { Double($0[row]) } ?? 1
        }
        guard positives > 0, positives < matrix.totalWeight else {
            throw BoostingError(
                problem: "All \(matrix.rowCount) training rows with a weight have the same label.",
                remedy: "Train on a period with rows of both kinds.")
        }
        return log(positives / (matrix.totalWeight - positives))
    }

    /// Returns the same model with the importance of each feature, measured on the rows that it was fitted to.
    func measured(on rows: LabelledRows) throws -> LogisticModel {
        let weights = rows.weights.map { $0.map(Double.init) } ?? [Double](repeating: 1, count: rows.labels.count)
        let total = weights.reduce(0, +)
        var features = features
        for (index, column) in rows.features.enumerated() {
            let expected = features[index].expectedTerm
            var sum = 0.0
            for (row, value) in try rows.table.doubles(column).enumerated() {
                sum += weights[row] * abs(features[index].term(value) - expected)
            }
            features[index].importance = sum / total
        }
        return LogisticModel(intercept: intercept, features: features, rounds: rounds, history: history)
    }
}
