internal import Boosting
internal import Settings

/// The sections on the models.
extension ModelingKeys {
    private static let share = "a number above 0 and up to 1"

    static let models = SettingSection<ModelingSettings>(
        name: "models", title: "Models",
        comment: "Each member is fitted on the same rows and writes a list of its own.",
        keys: [
            SettingKey(
                "models.members", \.models.members, .listOf(LearnerName.builtIn, known: { LearnerName.known }),
                "The members to fit."),
            SettingKey(
                "models.tuned", \.models.tuned, .truth,
                """
                Whether the parameters that `prospect tune` found take the place of those below; where its best was not \
                better than those, they stay.
                """),
        ])

    static let xgboost = SettingSection<ModelingSettings>(
        name: "xgboost", title: "XGBoost",
        comment:
            "The same restraint as LightGBM's. Any other parameter that XGBoost knows for its trees may be set too.",
        keys: [
            SettingKey(
                "xgboost.num_boost_round", \.xgboost.numBoostRound, .wholeNumber(1...100_000),
                "Maximum number of trees."),
            SettingKey(
                "xgboost.learning_rate", \.xgboost.learningRate, .number(share) { $0 > 0 && $0 <= 1 },
                "The weight of each tree."),
            SettingKey(
                "xgboost.max_depth", \.xgboost.maxDepth, .wholeNumber(1...64),
                "Maximum depth of a tree, in splits."),
            SettingKey(
                "xgboost.min_child_weight", \.xgboost.minChildWeight,
                .number("a number from 0") { $0 >= 0 },
                "The least sum of p(1 - p) in a leaf; 2 is about 800 snapshots at a base rate of 0.25%."),
            SettingKey(
                "xgboost.subsample", \.xgboost.subsample, .number(share) { $0 > 0 && $0 <= 1 },
                "The share of rows that is drawn for each tree."),
            SettingKey(
                "xgboost.max_bin", \.xgboost.maxBin, .wholeNumber(2...65_535),
                "Maximum number of bins of a feature. Trees split between bins, which are learned from the training rows."
            ),
            SettingKey(
                "xgboost.colsample_bytree", \.xgboost.colsampleBytree, .number(share) { $0 > 0 && $0 <= 1 },
                "The share of columns that is drawn for each tree."),
            SettingKey(
                "xgboost.reg_lambda", \.xgboost.regLambda, .number("a number from 0") { $0 >= 0 },
                "L2 regularisation: the more, the nearer each leaf stays to no effect."),
            SettingKey(
                "xgboost.early_stopping_rounds", \.xgboost.earlyStoppingRounds, .wholeNumber(0...100_000),
                "Stop early after this number of trees without a lower validation log loss; 0: never."),
            SettingKey(
                "xgboost.nthread", \.xgboost.nthread, .wholeNumber(1...1024),
                "Threads; another number gives other last bits, since XGBoost sums in the order of its threads."),
        ], others: .parameters(of: .xgboost, \.xgboost.others))

    static let logistic = SettingSection<ModelingSettings>(
        name: "logistic", title: "Logistic", comment: "Logistic regression on standardised features: the baseline.",
        keys: [
            SettingKey(
                "logistic.l2", \.logistic.l2, .number("a number from 0") { $0 >= 0 },
                "L2 penalty on the standardised coefficients."),
            SettingKey(
                "logistic.max_iter", \.logistic.maxIter, .wholeNumber(1...100_000),
                "Maximum number of steps of the solver."),
        ])

    static let ensemble = SettingSection<ModelingSettings>(
        name: "ensemble", title: "Ensemble", comment: "The weighted mean of several members.",
        keys: [
            SettingKey(
                "ensemble.members", \.ensemble.members, .listOf(LearnerName.builtIn, known: { LearnerName.known }),
                "The members that are averaged; one that is not fitted is left out."),
            SettingKey(
                "ensemble.weights", \.ensemble.weights, .weights,
                "One weight per member; the same for all where none are given."),
            SettingKey("ensemble.scale", \.ensemble.scale, .oneOf, "What is averaged."),
        ])
}
