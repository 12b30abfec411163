internal import Arrow

/// LightGBM with squared error as its loss.
package struct LightGBMRegressionLearner: RegressionLearner {
    package init() {}

    package func parameters(seed: Int, threads: Int) -> ParameterList {
        .deterministic(seed: seed, threads: threads, objective: "regression")
    }

    package func fit(
        _ rows: TrainingRows, parameters: ParameterList, rounds: Int, eachRound: (BoostingRound) throws -> Void
    ) throws -> any Regressor {
        let dataset = try LightGBMDataset.training(on: rows, parameters: parameters)
        return LightGBMRegressor(
            try .train(on: dataset, parameters: parameters, rounds: rounds, eachRound: eachRound))
    }

    package func load(path: String, threads: Int) throws -> any Regressor {
        LightGBMRegressor(try .load(path: path, threads: threads))
    }
}

/// A LightGBM model of a number. Any number of threads may predict with it at once.
private final class LightGBMRegressor: Regressor, @unchecked Sendable {
    private let booster: LightGBMBooster

    init(_ booster: consuming LightGBMBooster) {
        self.booster = booster
    }

    var featureNames: [String] { booster.featureNames }

    func values(of table: ArrowTable, features: [Int]) throws -> [Double] {
        // With squared error, the raw score is the value.
        try booster.rawScores(of: table, features: features)
    }

    func save(path: String) throws { try booster.save(path: path) }
}
