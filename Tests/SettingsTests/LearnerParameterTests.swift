import Base
import Modeling
import Pipeline
import Settings
import Testing

/// The parameters of LightGBM and XGBoost under their own names.
@Suite struct LearnerParameterTests {
    @Test func namesAndTheirAliases() throws {
        let configuration = try TemporaryFolder(
            """
            lightgbm: {n_estimators: 40, min_child_samples: 7, subsample: 0.9, bagging_freq: 1, extra_trees: true}
            xgboost: {eta: 0.1, gamma: 0.5, grow_policy: lossguide, n_estimators: 30}
            """
        ).load().configuration
        #expect(configuration.lightgbm.numIterations == 40 && configuration.lightgbm.minDataInLeaf == 7)
        #expect(
            configuration.lightgbm.others == ["bagging_fraction": "0.9", "bagging_freq": "1", "extra_trees": "true"])
        #expect(configuration.xgboost.learningRate == 0.1 && configuration.xgboost.numBoostRound == 30)
        #expect(configuration.xgboost.others == ["min_split_loss": "0.5", "grow_policy": "lossguide"])
    }

    /// On the command line as in the file.
    @Test func overrides() throws {
        let configuration = try TemporaryFolder("").load(["lightgbm.path_smooth=3"]).configuration
        #expect(configuration.lightgbm.others == ["path_smooth": "3"])
    }

    @Test(arguments: [
        (
            "lightgbm: {num_leafs: 3}",
            "lightgbm.num_leafs is not a known key. The nearest known key is 'lightgbm.num_leaf'."
        ),
        (
            "xgboost: {max_dept: 3}",
            "xgboost.max_dept is not a known key. The nearest known key is 'xgboost.max_depth'."
        ),
        ("lightgbm: {objective: regression}", "lightgbm.objective must be left out, since prospect sets it."),
        ("lightgbm: {random_state: 3}", "lightgbm.random_state must be left out, since the key seed sets it."),
        ("xgboost: {booster: dart}", "xgboost.booster must be left out, since prospect sets it."),
        (
            "xgboost: {scale_pos_weight: 9}",
            "xgboost.scale_pos_weight must be left out, since the probabilities would be none."
        ),
        (
            "lightgbm: {path_smooth: [1]}",
            "lightgbm.path_smooth must be a number, a word, or true or false, not a list."
        ),
    ]) func refusals(text: String, told: String) throws {
        let problems = try TemporaryFolder(text).problems()
        #expect(problems.count == 1 && problems[0].contains(told), "\(problems)")
    }
}
