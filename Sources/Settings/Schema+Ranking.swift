internal import ProspectCore

/// The section about the lists.
extension Schema {
    static let ranking = SettingSection(
        name: "ranking", title: "Ranking", comment: "What is on the lists.",
        keys: [
            SettingKey(
                "ranking.primary", \.ranking.primary, .oneOf,
                """
                The list that later stages use; all are written. auto takes the model with the lowest log loss in the \
                backtest where it is clearly better, otherwise the ensemble.
                """)
        ])
}
