package import Boosting

package struct ModelSettings: Equatable, Sendable {
    /// The members to fit. Each has a list of its own.
    package var members = LearnerName.builtIn
    /// Whether tuned parameters replace the configured ones.
    package var tuned = false

    package init() {}
}

/// LightGBM's parameters, under its own names.
package struct LightGBMParameters: Equatable, Sendable {
    /// Maximum number of trees.
    package var numIterations = 100
    package var learningRate = 0.05
    package var numLeaves = 7
    package var minDataInLeaf = 100
    package var lambdaL2 = 10.0
    /// The share of columns sampled for each tree, in (0, 1].
    package var featureFraction = 0.5
    /// Maximum number of bins of a feature. Trees split between bins, which are learned from the training rows.
    package var maxBin = 16
    /// The number of trees without a lower validation log loss after which training stops, or 0 for never.
    package var earlyStoppingRound = 30
    /// Other parameters of the library, by their main names.
    package var others: [String: String] = [:]

    package init() {}
}

/// XGBoost's parameters, under its own names.
package struct XGBoostParameters: Equatable, Sendable {
    /// Maximum number of trees.
    package var numBoostRound = 120
    package var learningRate = 0.05
    package var maxDepth = 3
    /// Minimum sum of hessians in a leaf. With few conversions, this is about the base rate times the number of rows.
    package var minChildWeight = 2.0
    /// The share of rows sampled for each tree, in (0, 1].
    package var subsample = 0.8
    /// The share of columns sampled for each tree, in (0, 1].
    package var colsampleBytree = 0.5
    package var regLambda = 10.0
    /// Maximum number of bins of a feature. Trees split between bins, which are learned from the training rows.
    package var maxBin = 16
    /// The number of trees without a lower validation log loss after which training stops, or 0 for never.
    package var earlyStoppingRounds = 30
    /// The number of threads. It affects the result, since XGBoost sums in the order of its threads.
    package var nthread = 1
    /// Other parameters of the library, by their main names.
    package var others: [String: String] = [:]

    package init() {}
}

/// The logistic baseline's parameters.
package struct LogisticParameters: Equatable, Sendable {
    /// The L2 penalty on standardised coefficients.
    package var l2 = 100.0
    /// Maximum number of steps of the solver.
    package var maxIter = 100

    package init() {}
}

/// The settings of a learner in a common form.
package struct LearnerSettings: Sendable {
    /// Maximum number of trees or steps.
    package var rounds: Int
    /// The number of rounds without a lower loss on the validation rows after which fitting stops, or 0 for never.
    package var patience: Int
    /// The number of threads. nil: it does not affect the result, so the caller may choose it.
    package var threads: Int?
    /// The parameters with keys of their own, by the library's names, in the order in which they are set.
    package var parameters: [(name: String, value: String)]
    /// Other parameters to pass on, by the library's main names.
    package var others: [String: String] = [:]
}

extension ModelingSettings {
    /// Returns the settings of a learner.
    package func learner(_ name: LearnerName) -> LearnerSettings {
        switch name {
        case .lightgbm:
            LearnerSettings(
                rounds: lightgbm.numIterations, patience: lightgbm.earlyStoppingRound, threads: nil,
                parameters: [
                    ("learning_rate", "\(lightgbm.learningRate)"), ("num_leaves", "\(lightgbm.numLeaves)"),
                    ("min_data_in_leaf", "\(lightgbm.minDataInLeaf)"), ("lambda_l2", "\(lightgbm.lambdaL2)"),
                    ("feature_fraction", "\(lightgbm.featureFraction)"), ("max_bin", "\(lightgbm.maxBin)"),
                ], others: lightgbm.others)
        case .xgboost:
            LearnerSettings(
                rounds: xgboost.numBoostRound, patience: xgboost.earlyStoppingRounds, threads: xgboost.nthread,
                parameters: [
                    ("learning_rate", "\(xgboost.learningRate)"), ("max_depth", "\(xgboost.maxDepth)"),
                    ("min_child_weight", "\(xgboost.minChildWeight)"), ("subsample", "\(xgboost.subsample)"),
                    ("colsample_bytree", "\(xgboost.colsampleBytree)"), ("reg_lambda", "\(xgboost.regLambda)"),
                    ("max_bin", "\(xgboost.maxBin)"),
                ], others: xgboost.others)
        case .logistic:
            LearnerSettings(
                rounds: logistic.maxIter, patience: 0, threads: nil, parameters: [("l2", "\(logistic.l2)")])
        default:
            LearnerSettings(rounds: 1, patience: 0, threads: nil, parameters: [])
        }
    }
}

/// The settings for averaging the members.
package struct EnsembleSettings: Equatable, Codable, Sendable {
    package enum Scale: String, CaseIterable, Codable, Sendable {
        case logOdds = "log-odds"
        case probability
    }

    /// The members to average. Members that are not fitted are left out.
    package var members: [LearnerName] = [.lightgbm, .xgboost, .logistic]
    /// One weight per member. Weights are divided by their sum.
    package var weights: [Double] = [1, 1, 1]
    package var scale = Scale.logOdds

    package init() {}
}
