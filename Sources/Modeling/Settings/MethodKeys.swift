internal import Boosting
package import Settings

/// The keys of the settings of `Modeling`.
package enum ModelingKeys {
    package static let sections = [
        split, training, models, lightgbm, xgboost, logistic, ensemble, tuning, calibration, ranking, audit,
    ]

    static let split = SettingSection<ModelingSettings>(
        name: "split", title: "Split",
        comment: "Training, validation and test follow each other in time, with a gap of one horizon between them.",
        keys: [
            SettingKey(
                "split.validation", \.split.validation, .wholeNumber(1...1000),
                "Weeks of the validation period, on which early stopping looks."),
            SettingKey(
                "split.test", \.split.test, .wholeNumber(1...1000),
                "Weeks of the test period, on which the metrics are measured."),
            SettingKey(
                "split.every", \.split.every, .wholeNumber(1...1000),
                "Train on every n-th week, counted back from the end of the training period."),
            SettingKey(
                "split.refit", \.split.refit, .truth,
                "Fit again on all matured snapshots before ranking, with the trees that early stopping found."),
        ])

    static let training = SettingSection<ModelingSettings>(
        name: "training", title: "Training", comment: "What of the training period a model is fitted on.",
        keys: [
            SettingKey(
                "training.max_rows", \.training.maxRows, .wholeNumber(1000...1_000_000_000),
                """
                Beyond about so many rows, all that converted and a sample of the others are fitted on, with weights that make \
                up for those left out. Snapshots that are alike are one row.
                """)
        ])

    static let lightgbm = SettingSection<ModelingSettings>(
        name: "lightgbm", title: "LightGBM",
        comment: """
            Conversions are few and rows are many, so the defaults hold the model back. Any other parameter of LightGBM's \
            training may be set too.
            """,
        keys: [
            SettingKey(
                "lightgbm.num_iterations", \.lightgbm.numIterations, .wholeNumber(1...100_000),
                "Maximum number of trees."
            ),
            SettingKey(
                "lightgbm.learning_rate", \.lightgbm.learningRate,
                .number("a number above 0 and up to 1") { $0 > 0 && $0 <= 1 }, "The weight of each tree."),
            SettingKey(
                "lightgbm.num_leaves", \.lightgbm.numLeaves, .wholeNumber(2...131_072),
                "Maximum number of leaves of a tree."),
            SettingKey(
                "lightgbm.min_data_in_leaf", \.lightgbm.minDataInLeaf, .wholeNumber(1...1_000_000_000),
                "Minimum number of training rows in a leaf."),
            SettingKey(
                "lightgbm.lambda_l2", \.lightgbm.lambdaL2, .number("a number from 0") { $0 >= 0 },
                "L2 regularisation: the more, the nearer each leaf stays to no effect."),
            SettingKey(
                "lightgbm.max_bin", \.lightgbm.maxBin, .wholeNumber(2...65_535),
                "Maximum number of bins of a feature. Trees split between bins, which are learned from the training rows."
            ),
            SettingKey(
                "lightgbm.feature_fraction", \.lightgbm.featureFraction,
                .number("a number above 0 and up to 1") { $0 > 0 && $0 <= 1 },
                "The share of columns that is drawn for each tree."),
            SettingKey(
                "lightgbm.early_stopping_round", \.lightgbm.earlyStoppingRound, .wholeNumber(0...100_000),
                "Stop early after this number of trees without a lower validation log loss; 0: never."),
        ], others: .parameters(of: .lightgbm, \.lightgbm.others))
}
