internal import Boosting
internal import Settings
internal import Yams

/// The section on the search for parameters.
extension ModelingKeys {
    static let tuning = SettingSection<ModelingSettings>(
        name: "tuning", title: "Tuning",
        comment: """
            What `prospect tune` searches and how. A parameter of a space has a range, {low, high, log, int}, or a list of \
            choices; one that is left out keeps its configured value.
            """,
        keys: [
            SettingKey(
                "tuning.members", \.tuning.members, .listOf(LearnerName.tunable),
                "The members that are tuned, one after the other."),
            SettingKey(
                "tuning.trials", \.tuning.trials, .wholeNumber(1...100_000),
                "Trials for each member; more of them go on with a study that has fewer."),
            SettingKey(
                "tuning.metric", \.tuning.metric, .oneOf, "What a trial is judged by: its mean over the folds."),
            SettingKey(
                "tuning.folds", \.tuning.folds, .wholeNumber(2...20),
                "Folds inside the training period, at most; fewer where the history is short."),
            SettingKey(
                "tuning.parallel", \.tuning.parallel, .wholeNumber(1...256),
                "Trials side by side; another number tries other points, as a trial does not wait for those beside it."),
            SettingKey(
                "tuning.pruning", \.tuning.pruning, .truth,
                "Whether a trial ends early that is worse than the median of the others on the stopping rows."),
            SettingKey(
                "tuning.early_stopping", \.tuning.earlyStopping, .wholeNumber(1...100_000),
                "Stop a trial early after this number of trees without a lower log loss on the stopping rows."),
            space(.lightgbm, "tuning.lightgbm", \.tuning.lightgbm),
            space(.xgboost, "tuning.xgboost", \.tuning.xgboost),
        ])

    private static func space(
        _ learner: LearnerName, _ path: String,
        _ target: any WritableKeyPath<ModelingSettings, [SearchedParameter]> & Sendable
    ) -> SettingKey<ModelingSettings> {
        let names = TunableParameter.all(of: learner).map { $0.names[0] }.joined(separator: ", ")
        var key = SettingKey<ModelingSettings>(
            path, target, .searchSpace(of: learner), "The search space of \(learner.title), from \(names).")
        // A parameter can be set under its own name. null removes it from the space.
        key.readEntry = { name, node, settings, reading in
            if node.isNull, settings[keyPath: target].count > 1 {
                settings[keyPath: target].removeAll { $0.name == name }
                return
            }
            guard let parameter = SearchedParameterForm(learner: learner).read(node, named: name, &reading) else {
                return
            }
            if let index = settings[keyPath: target].firstIndex(where: { $0.name == name }) {
                settings[keyPath: target][index] = parameter
            } else {
                settings[keyPath: target].append(parameter)
            }
        }
        return key
    }
}
