internal import Arrow
internal import Boosting
internal import ProspectCore

/// How one member is to be fitted.
struct MemberPlan: Sendable {
    let name: MemberName
    var parameters: ParameterList
    /// The positions of its features among all features.
    let features: [Int]
    /// At most so many trees or steps.
    var rounds: Int
    /// Stop after so many rounds without improvement on the validation rows; nil: never.
    var patience: Int?
    /// The weight of a conversion over the balance of the rows; nil: conversions weigh as all others do.
    var positiveWeight: Double?
    /// Where the parameters come from, and the study of their search.
    var origin = TrainedModel.ParameterOrigin.configured
    var study: String?

    var learner: any Learner { Self.learner(of: name) }

    /// The rounds where early stopping has nothing to look at: those of a solver, which converges; a moderate number of trees,
    /// since their configured number is a maximum that early stopping is meant to find the way to.
    var fixedRounds: Int { patience == nil ? rounds : min(rounds, Self.mostFixedTrees) }

    private static let mostFixedTrees = 100

    /// - Parameter threads: for the members whose result does not depend on it.
    init(_ name: MemberName, configuration: Configuration, features: FeatureSet, threads: Int) throws {
        self.name = name
        var patience = 0
        switch name {
        case .lightgbm:
            let settings = configuration.lightgbm
            var list = LightGBMLearner().parameters(seed: configuration.seed, threads: threads)
            try list.set("learning_rate", settings.learningRate)
            try list.set("num_leaves", settings.leaves)
            try list.set("min_data_in_leaf", settings.minimumLeafRows)
            try list.set("lambda_l2", settings.l2)
            try list.set("feature_fraction", settings.columnShare)
            try list.set("max_bin", settings.bins)
            if configuration.features.monotone {
                try list.set(
                    "monotone_constraints", features.features.map { String($0.direction) }.joined(separator: ","))
            }
            (parameters, rounds, patience) = (list, settings.trees, settings.earlyStopping)
            self.features = Array(features.features.indices)
        case .xgboost:
            let settings = configuration.xgboost
            var list = XGBoostLearner().parameters(seed: configuration.seed, threads: settings.threads)
            try list.set("learning_rate", settings.learningRate)
            try list.set("max_depth", settings.maximumDepth)
            try list.set("min_child_weight", settings.minimumChildWeight)
            try list.set("subsample", settings.rowShare)
            try list.set("colsample_bytree", settings.columnShare)
            try list.set("reg_alpha", settings.l1)
            try list.set("reg_lambda", settings.l2)
            try list.set("max_bin", settings.bins)
            if configuration.features.monotone {
                let directions = features.features.map { String($0.direction) }.joined(separator: ",")
                try list.set("monotone_constraints", "(\(directions))")
            }
            (parameters, rounds, patience) = (list, settings.trees, settings.earlyStopping)
            self.features = Array(features.features.indices)
        case .logistic:
            let settings = configuration.logistic
            var list = LogisticLearner().parameters(seed: configuration.seed, threads: threads)
            try list.set("l2", settings.l2)
            (parameters, rounds) = (list, settings.steps)
            self.features = features.features.indices.filter { features.features[$0].isCompact }
        }
        self.patience = patience == 0 ? nil : patience
    }

    /// A table of features, label and weight as this member takes it.
    func rows(_ table: ArrowTable, features all: FeatureSet) -> TrainingRows {
        let count = all.features.count
        return TrainingRows(
            table, features: features, label: count, weight: count + 1,
            categorical: Set(features.filter { all.features[$0].isCategorical }))
    }

    static func learner(of name: MemberName) -> any Learner {
        switch name {
        case .lightgbm: LightGBMLearner()
        case .xgboost: XGBoostLearner()
        case .logistic: LogisticLearner()
        }
    }
}
