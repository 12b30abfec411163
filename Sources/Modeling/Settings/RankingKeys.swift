internal import Boosting
internal import Settings

/// The section on the lists.
extension ModelingKeys {
    static let ranking = SettingSection<ModelingSettings>(
        name: "ranking", title: "Ranking", comment: "What is on the lists.",
        keys: [
            SettingKey(
                "ranking.primary", \.ranking.primary, .primary,
                """
                The model whose list is results/list.csv; the lists of all models are written beside it. auto takes \
                the model with the lowest log loss in the backtest where it is clearly better, otherwise the ensemble.
                """),
            SettingKey(
                "ranking.explain_top", \.ranking.explainTop, .wholeNumber(0...1_000_000_000),
                """
                Reasons, fit and intent are given to so many portals of each list, the best ones; for the others they \
                stay empty.
                """),
            SettingKey(
                "ranking.bands", \.ranking.bands, .bandEnds,
                """
                Where the bands A, B and C end: where the probabilities above add up to this share of all expected \
                conversions. D is the rest.
                """),
        ])
}

extension ValueForm where Value == ModelName? {
    /// A model that can be listed: a learner that this process knows, or the ensemble. nil stands for `auto`.
    fileprivate static var primary: Self {
        ValueForm(
            expectation: (["auto"] + LearnerName.builtIn.map(\.rawValue)).joined(separator: ", ") + " or ensemble",
            read: { node, reading in
                let text = node.text?.lowercased()
                if text == "auto" { return .some(nil) }
                guard let name = text.flatMap(ModelName.init(rawValue:)), name != .activity else {
                    reading.reject(node)
                    return nil
                }
                return name
            },
            write: { .text($0?.rawValue ?? "auto") })
    }
}
