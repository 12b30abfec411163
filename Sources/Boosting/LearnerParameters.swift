internal import Base
internal import CLightGBM
internal import Foundation

/// The names of the learners' parameters.
package enum LearnerParameters {
    /// Every name that LightGBM accepts, as listed by the library itself, mapped to the main name of its parameter.
    private static let lightGBM: [String: String] = {
        var size: Int64 = 0
        LGBM_DumpParamAliases(0, &size, nil)
        var text = [CChar](repeating: 0, count: Int(size) + 1)
        LGBM_DumpParamAliases(Int64(text.count), &size, &text)
        let bytes = Data(text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) })
        guard let aliases = try? JSONDecoder().decode([String: [String]].self, from: bytes) else { return [:] }
        var names: [String: String] = [:]
        for (main, others) in aliases {
            for name in [main] + others { names[name] = main }
        }
        return names
    }()

    /// The names that affect XGBoost's trees under the `hist` method. The library does not list them.
    ///
    /// XGBoost 3.4, "XGBoost Parameters".
    private static let xgBoost = names(
        main: [
            "objective", "booster", "tree_method", "device", "nthread", "seed", "seed_per_iteration", "verbosity",
            "validate_parameters", "disable_default_eval_metric", "base_score", "learning_rate", "min_split_loss",
            "max_depth", "min_child_weight", "max_delta_step", "subsample", "sampling_method", "colsample_bytree",
            "colsample_bylevel", "colsample_bynode", "reg_lambda", "reg_alpha", "scale_pos_weight", "grow_policy",
            "max_leaves", "max_bin", "num_parallel_tree", "monotone_constraints", "interaction_constraints",
            "max_cat_to_onehot", "max_cat_threshold", "num_boost_round", "early_stopping_rounds",
        ],
        aliases: [
            "eta": "learning_rate", "gamma": "min_split_loss", "lambda": "reg_lambda", "alpha": "reg_alpha",
            "n_jobs": "nthread", "random_state": "seed", "n_estimators": "num_boost_round",
        ])

    private static let logistic = names(
        main: ["l2", "tolerance", "threads"], aliases: ["reg_lambda": "l2", "lambda": "l2", "tol": "tolerance"])

    private static func names(main: [String], aliases: [String: String]) -> [String: String] {
        Dictionary(uniqueKeysWithValues: main.map { ($0, $0) }).merging(aliases) { first, _ in first }
    }

    private static func names(of learner: LearnerName) -> [String: String] {
        switch learner {
        case .lightgbm: lightGBM
        case .xgboost: xgBoost
        case .logistic: logistic
        default: [:]
        }
    }

    /// Returns the main name of a parameter under any of its names, or nil if the library has no such parameter.
    package static func main(of name: String, for learner: LearnerName) -> String? { names(of: learner)[name] }

    /// Returns why a parameter must not be set by hand, or nil if it may be. Completes "must be left out, …".
    package static func owner(of main: String, for learner: LearnerName) -> String? {
        switch main {
        case "seed": "since the key seed sets it"
        case "num_threads", "nthread": "since resources.threads sets it"
        case "monotone_constraints": "since features.monotone sets it"
        case "scale_pos_weight", "is_unbalance": "since the probabilities would be none"
        default: owned[learner, default: []].contains(main) ? "since prospect sets it" : nil
        }
    }

    /// The parameters that define a training by prospect (its loss, its data, its repeatability), and those for other
    /// uses of a library.
    private static let owned: [LearnerName: Set<String>] = [
        .lightgbm: [
            "config", "task", "objective", "data", "valid", "deterministic", "force_col_wise", "force_row_wise",
            "enable_bundle", "verbosity", "metric", "metric_freq", "is_provide_training_metric", "eval_at",
            "categorical_feature", "label_column", "weight_column", "group_column", "ignore_column", "header",
            "two_round", "save_binary", "input_model", "output_model", "saved_feature_importance_type", "snapshot_freq",
            "output_result", "initscore_filename", "valid_data_initscores", "pre_partition", "start_iteration_predict",
            "num_iteration_predict", "predict_raw_score", "predict_leaf_index", "predict_contrib",
            "predict_disable_shape_check", "pred_early_stop", "pred_early_stop_freq", "pred_early_stop_margin",
            "convert_model", "convert_model_language", "num_class", "num_machines", "local_listen_port", "time_out",
            "machine_list_filename", "machines", "forcedbins_filename", "forcedsplits_filename", "parser_config_file",
            "precise_float_parser", "refit_decay_rate", "feature_pre_filter", "use_missing", "zero_as_missing",
        ],
        .xgboost: [
            "objective", "booster", "tree_method", "device", "seed_per_iteration", "verbosity", "validate_parameters",
            "disable_default_eval_metric", "base_score",
        ],
    ]

    /// Returns the known name that is nearest to another one, or nil if none is near.
    package static func nearest(to name: String, for learner: LearnerName) -> String? {
        names(of: learner).keys.sorted().nearest(to: name).flatMap {
            editDistance($0, name) <= max(2, name.count / 3) ? $0 : nil
        }
    }
}
