public struct ModelSettings: Equatable, Sendable {
    /// The members that are fitted, each for a list of its own.
    public var members = LearnerName.builtIn
    /// Whether the parameters that tuning found take the place of the configured ones.
    public var tuned = false

    public init() {}
}

/// LightGBM's parameters, under its own names.
public struct LightGBMParameters: Equatable, Sendable {
    /// Maximum number of trees.
    public var numIterations = 100
    public var learningRate = 0.05
    public var numLeaves = 7
    public var minDataInLeaf = 100
    public var lambdaL2 = 10.0
    /// The share of columns drawn for each tree, in (0, 1].
    public var featureFraction = 0.5
    /// Maximum number of bins of a feature. Trees split between bins, which are learned from the training rows.
    public var maxBin = 16
    /// Stop early after this number of trees without a lower validation log loss; 0: never.
    public var earlyStoppingRound = 30
    /// Others of the library, by their main names.
    public var others: [String: String] = [:]

    public init() {}
}

/// XGBoost's parameters, under its own names.
public struct XGBoostParameters: Equatable, Sendable {
    /// Maximum number of trees.
    public var numBoostRound = 120
    public var learningRate = 0.05
    public var maxDepth = 3
    /// The least sum of hessians in a leaf; with few conversions, about the base rate times the rows.
    public var minChildWeight = 2.0
    /// The share of rows drawn for each tree, in (0, 1].
    public var subsample = 0.8
    /// The share of columns drawn for each tree, in (0, 1].
    public var colsampleBytree = 0.5
    public var regLambda = 10.0
    /// Maximum number of bins of a feature. Trees split between bins, which are learned from the training rows.
    public var maxBin = 16
    /// As LightGBM's `earlyStoppingRound`.
    public var earlyStoppingRounds = 30
    /// Threads; part of the result, since XGBoost sums in the order of its threads.
    public var nthread = 1
    /// Others of the library, by their main names.
    public var others: [String: String] = [:]

    public init() {}
}

/// The logistic baseline's parameters.
public struct LogisticParameters: Equatable, Sendable {
    /// L2 penalty on standardised coefficients.
    public var l2 = 100.0
    /// Maximum number of steps of the solver.
    public var maxIter = 100

    public init() {}
}

/// A learner's settings in one form.
public struct LearnerSettings: Sendable {
    /// Maximum number of trees or steps.
    public var rounds: Int
    /// Stop early after this number of rounds without a lower loss on the validation rows; 0: never.
    public var patience: Int
    /// nil: the number has no part in the result, so whoever fits may choose it.
    public var threads: Int?
    /// The parameters that have keys of their own, by the library's names, in the order in which they are set.
    public var parameters: [(name: String, value: String)]
    /// Others that are passed on, by the library's main names.
    public var others: [String: String] = [:]
}

extension Configuration {
    /// The settings of a learner.
    public func learner(_ name: LearnerName) -> LearnerSettings {
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

/// How members are averaged.
public struct EnsembleSettings: Equatable, Codable, Sendable {
    public enum Scale: String, CaseIterable, Codable, Sendable {
        case logOdds = "log-odds"
        case probability
    }

    /// The members averaged; one that is not fitted is left out.
    public var members: [LearnerName] = [.lightgbm, .xgboost, .logistic]
    /// One weight per member; they are divided by their sum.
    public var weights: [Double] = [1, 1, 1]
    public var scale = Scale.logOdds

    public init() {}
}
