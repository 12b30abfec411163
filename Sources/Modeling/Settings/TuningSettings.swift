package import Boosting

/// The settings for the search of the members' parameters.
package struct TuningSettings: Equatable, Sendable {
    /// The members to tune, one after the other.
    package var members = LearnerName.tunable
    /// The number of trials in each member's study, including pruned ones.
    package var trials = 50
    package var metric = TuningMetric.rocAUC
    /// Maximum number of folds inside the training period. There are fewer if the history is short.
    package var folds = 4
    /// The number of parallel trials. It affects the result, since a trial does not wait for those running beside it.
    package var parallel = 2
    /// Whether trials that fall behind the median on the stopping rows end early.
    package var pruning = true
    /// The number of rounds without a lower log loss on the stopping rows after which a trial's training stops.
    package var earlyStopping = 120
    package var lightgbm = SearchedParameter.lightgbm
    package var xgboost = SearchedParameter.xgboost

    package init() {}

    /// Returns the search space of a learner. Empty if none is searched.
    package func space(of learner: LearnerName) -> [SearchedParameter] {
        switch learner {
        case .lightgbm: lightgbm
        case .xgboost: xgboost
        default: []
        }
    }
}

/// The metric for judging trials.
package enum TuningMetric: String, CaseIterable, Codable, Sendable {
    case rocAUC = "roc-auc"
    case averagePrecision = "average-precision"
    case logLoss = "log-loss"

    package var isBetterWhenLarger: Bool { self != .logLoss }

    package var title: String {
        switch self {
        case .rocAUC: "ROC-AUC"
        case .averagePrecision: "average precision"
        case .logLoss: "log loss"
        }
    }
}

/// A parameter of a search space and the values that it may take.
package struct SearchedParameter: Equatable, Sendable {
    package enum Domain: Equatable, Sendable {
        /// From `low` to `high`, both included. `isLog`: uniform over the logarithm. `isWhole`: whole numbers only.
        case range(low: Double, high: Double, isLog: Bool, isWhole: Bool)
        case choices([Choice])
    }

    package enum Choice: Equatable, Sendable {
        case number(Double)
        case word(String)
    }

    /// The library's name for the parameter, or another name that it accepts.
    package var name: String
    package var domain: Domain

    package init(_ name: String, _ domain: Domain) {
        self.name = name
        self.domain = domain
    }

    private static func space(
        rounds: String, shares: [String], penalties: [String], _ own: [SearchedParameter]
    ) -> [SearchedParameter] {
        [
            SearchedParameter(rounds, .range(low: 800, high: 3500, isLog: false, isWhole: true)),
            SearchedParameter("learning_rate", .range(low: 0.008, high: 0.05, isLog: true, isWhole: false)),
        ] + own
            + shares.map { SearchedParameter($0, .range(low: 0.6, high: 0.95, isLog: false, isWhole: false)) }
            + penalties.map { SearchedParameter($0, .range(low: 0.001, high: 10, isLog: true, isWhole: false)) }
    }

    package static let xgboost = space(
        rounds: "num_boost_round", shares: ["subsample", "colsample_bytree"], penalties: ["reg_alpha", "reg_lambda"],
        [
            SearchedParameter("max_depth", .range(low: 4, high: 9, isLog: false, isWhole: true)),
            SearchedParameter("min_child_weight", .range(low: 5, high: 50, isLog: false, isWhole: true)),
        ])

    package static let lightgbm = space(
        rounds: "num_iterations", shares: ["bagging_fraction", "feature_fraction"],
        penalties: ["lambda_l1", "lambda_l2"],
        [
            SearchedParameter("num_leaves", .range(low: 4, high: 63, isLog: true, isWhole: true)),
            SearchedParameter("min_data_in_leaf", .range(low: 20, high: 500, isLog: true, isWhole: true)),
        ])
}
