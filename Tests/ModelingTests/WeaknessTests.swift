import Boosting
import Testing

@testable import Modeling

@Suite struct WeaknessTests {
    private static func weakness(
        _ kind: Weakness.Kind, _ model: ModelName, _ baseline: String, _ metric: String, high: Double?
    ) -> Weakness {
        Weakness(
            kind: kind, model: model, baseline: baseline, metric: metric, value: 0.0612, baselineValue: 0.1,
            difference: high.map { Estimate(value: -0.04, low: -0.08, high: $0) })
    }

    @Test func sentences() {
        #expect(
            Self.weakness(.beatenAtCut, .ensemble, "user_weeks_30d", "precision@10", high: -0.01).sentence
                == "The ensemble is beaten by user-weeks in 30 days alone in the first 10 of a list: 6.1% converted against 10.0% (the "
                + "difference is not chance).")
        #expect(
            Self.weakness(.ranksWorse, .lightgbm, "recency", "averagePrecision", high: 0.01).sentence
                == "LightGBM ranks worse than last activity alone: average precision 0.061 against 0.100 (the difference is within "
                + "noise).")
        #expect(
            Self.weakness(.worseThanBaseRate, .logistic, "random", "logLoss", high: nil).sentence
                == "The probabilities of the logistic model are worse than the base rate for everybody: log loss 0.06120 "
                + "against 0.10000 (compared by value).")
    }

    /// Only what is no chance excludes, and neither a cut nor last week's list does.
    @Test func excluded() {
        let weaknesses = [
            Self.weakness(.beatenAtCut, .ensemble, "user_weeks_30d", "precision@10", high: -0.01),
            Self.weakness(.ranksWorse, .ensemble, "last_week", "rocAUC", high: -0.01),
            Self.weakness(.ranksWorse, .lightgbm, "recency", "rocAUC", high: 0.01),
            Self.weakness(.worseThanBaseRate, .lightgbm, "random", "logLoss", high: nil),
            Self.weakness(.ranksWorse, .xgboost, "user_weeks_30d", "averagePrecision", high: -0.01),
            Self.weakness(.ranksWorse, .logistic, "recency", "rocAUC", high: -0.01),
            Self.weakness(.worseThanBaseRate, .logistic, "random", "logLoss", high: -0.01),
        ]
        #expect(
            weaknesses.excluded == [
                .init(model: .xgboost, reason: "it ranks clearly worse than user-weeks in 30 days alone"),
                .init(model: .logistic, reason: "its probabilities are clearly worse than the base rate"),
            ])
        var settings = EnsembleSettings()
        settings.members = [.lightgbm, .xgboost, .logistic]
        settings.weights = [1, 2, 3]
        // One member is no ensemble: it stays as it is, and has no part in the primary list.
        let one = weaknesses.excluded.applied(to: settings, of: [.lightgbm, .xgboost, .logistic])
        #expect(one.ensemble == settings)
        #expect(one.excluded.map(\.model) == [.xgboost, .logistic, .ensemble])
        // Two are one.
        let two = [weaknesses.excluded[1]].applied(to: settings, of: [.lightgbm, .xgboost, .logistic])
        #expect(two.ensemble.members == [.lightgbm, .xgboost] && two.ensemble.weights == [1, 2])
        #expect(two.excluded.map(\.model) == [.logistic])
        // Where nothing is left, all stay.
        let all = LearnerName.builtIn.map { ExcludedModel(model: ModelName($0), reason: "") }
        #expect(all.applied(to: settings, of: LearnerName.builtIn).ensemble == settings)
    }
}
