internal import Base
internal import Boosting
internal import ProspectCore

/// The sections about the method.
extension Schema {
    static let snapshots = SettingSection(
        name: "snapshots", title: "Snapshots",
        comment: "A snapshot is one portal on one day of the week, with only what was known at the end of that day.",
        keys: [
            SettingKey("snapshots.weekday", \.snapshots.weekday, .oneOf, "The day of the week."),
            SettingKey(
                "snapshots.windows", \.snapshots.windows, .ascending(1...366),
                "Lookback windows in days, which end on the day of the snapshot and include it."),
            SettingKey(
                "snapshots.horizon", \.snapshots.horizon, .wholeNumber(1...366),
                "The days after the snapshot in which a conversion counts."),
            SettingKey(
                "snapshots.population", \.snapshots.population, .oneOf,
                """
                Which portals have a snapshot: all of them until they convert, or (observed-span) only those between \
                their first and last row of usage, which looks ahead and is meant for comparison.
                """),
            SettingKey(
                "snapshots.usage_through", \.snapshots.usageThrough, .word("auto", or: .day),
                "The last day that usage covers, which decides the day of the list; auto finds it from the rows."),
            SettingKey(
                "snapshots.outcomes_through", \.snapshots.outcomesThrough, .word("auto", or: .day),
                "The last day for which close dates are known, which decides the labels; auto finds it from the rows."),
        ])

    static let features = SettingSection(
        name: "features", title: "Features",
        comment: "What a model sees of a snapshot. `features: basic` is short for `features: {set: basic}`.",
        keys: [
            SettingKey(
                "features.set", \.features.set, .oneOf,
                """
                The signals of usage: window sums and recency (basic), or also longer windows, decayed activity, trends, \
                breadth and history (extended).
                """),
            SettingKey(
                "features.firmographics", \.features.firmographics, .truth,
                "Whether a model sees the firmographics; they are as of extraction, not as of the snapshot."),
            SettingKey(
                "features.monotone", \.features.monotone, .truth,
                "Whether a tree member's score may never fall as a signal of activity rises, all else equal."),
        ], shorthand: "features.set")

    static let split = SettingSection(
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

    static let training = SettingSection(
        name: "training", title: "Training", comment: "What of the training period a model is fitted on.",
        keys: [
            SettingKey(
                "training.max_rows", \.training.maxRows, .wholeNumber(1000...1_000_000_000),
                """
                Beyond about so many rows, all that converted and a sample of the others are fitted on, with weights that make \
                up for those left out. Snapshots that are alike are one row.
                """)
        ])

    static let lightgbm = SettingSection(
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
