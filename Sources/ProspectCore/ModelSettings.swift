/// A method that a model is fitted with. Each has a list of its own.
public enum LearnerName: String, CaseIterable, Codable, Sendable {
    case lightgbm, xgboost, logistic

    /// Those whose parameters `prospect tune` searches.
    public static let tunable: [LearnerName] = [.lightgbm, .xgboost]

    /// The name in a sentence or a heading.
    public var title: String { ModelName(self).title }
}

/// A model that ranks: one of the members, all of them together, or, where there is too little to learn from, activity.
public enum ModelName: String, CaseIterable, Codable, Sendable {
    case lightgbm, xgboost, logistic, ensemble
    /// User-weeks in the longest window; see `ActivityRates`.
    case activity

    public init(_ member: LearnerName) { self = ModelName(rawValue: member.rawValue)! }

    /// The models that can rank where some members are fitted: these, and the ensemble where at least two of its
    /// members are among them and have a weight.
    public static func ranking(_ fitted: [LearnerName], ensemble: EnsembleSettings) -> [ModelName] {
        let parts = zip(ensemble.members, ensemble.weights).filter { fitted.contains($0.0) }
        let isCombined = parts.count > 1 && parts.contains { $0.1 > 0 }
        return fitted.map { ModelName($0) } + (isCombined ? [.ensemble] : [])
    }

    /// The file of the model's list, for people.
    public var listFile: String {
        switch self {
        case .lightgbm: "sunday_ranked_prospects.csv"
        case .xgboost: "sunday_ranked_prospects_xgb.csv"
        case .logistic: "sunday_ranked_prospects_logreg.csv"
        case .ensemble: "sunday_ranked_prospects_ensemble.csv"
        case .activity: "sunday_ranked_prospects_activity.csv"
        }
    }

    /// The file of the model's list with the ids as the tables have them, for programs.
    public var tableFile: String { "list-\(rawValue).parquet" }

    /// The first member's file, which is always published: where another model stands for the members, with its list.
    public static let standardListFile = ModelName.lightgbm.listFile

    /// The column of the model's listed probabilities in the scores of a run.
    public var scoreColumn: String { "P_\(rawValue.uppercased())" }

    /// The column of its probabilities before calibration.
    public var rawScoreColumn: String { "RAW_\(rawValue.uppercased())" }

    /// The column of what signals add to its listed probabilities in the reasons of a run.
    public var contributionColumn: String { "contribution_\(rawValue)" }

    public var title: String {
        switch self {
        case .lightgbm: "LightGBM"
        case .xgboost: "XGBoost"
        case .logistic: "logistic"
        case .ensemble: "ensemble"
        case .activity: "activity"
        }
    }

    /// The name within a sentence.
    public var inText: String {
        switch self {
        case .lightgbm, .xgboost: title
        case .logistic: "the logistic model"
        case .ensemble: "the ensemble"
        case .activity: "activity"
        }
    }
}

public struct ModelSettings: Equatable, Sendable {
    /// The members that are fitted, each for a list of its own.
    public var members = LearnerName.allCases
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
