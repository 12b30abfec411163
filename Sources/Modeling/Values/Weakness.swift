package import Boosting

/// A case in which a model does worse than something simpler, in the test metrics or in the backtest.
package struct Weakness: Codable, Equatable, Sendable {
    package enum Kind: String, Codable, Sendable {
        /// More of a baseline's first rows converted.
        case beatenAtCut = "beaten-at-cut"
        /// A baseline ranks better over the whole list.
        case ranksWorse = "ranks-worse"
        /// The probabilities are worse than giving everybody the base rate.
        case worseThanBaseRate = "worse-than-base-rate"
    }

    package var kind: Kind
    package var model: ModelName
    /// The better baseline: `user_weeks_30d`, `recency`, `last_week` or `random`.
    package var baseline: String
    /// `rocAUC`, `averagePrecision`, `logLoss`, or a cut such as `precision@10`.
    package var metric: String
    /// The model's value and the baseline's.
    package var value: Double
    package var baselineValue: Double
    /// The model less the baseline on the same draws, above 0 if the model is better. nil if only the values could be
    /// compared.
    package var difference: Estimate?
    /// The weakness in one sentence.
    package var sentence: String

    package init(
        kind: Kind, model: ModelName, baseline: String, metric: String, value: Double, baselineValue: Double,
        difference: Estimate?
    ) {
        self.kind = kind
        self.model = model
        self.baseline = baseline
        self.metric = metric
        self.value = value
        self.baselineValue = baselineValue
        self.difference = difference
        sentence = ""
        sentence = text
    }

    /// Whether the whole interval of the difference speaks against the model, so that chance cannot explain it.
    package var isClear: Bool { difference.map { $0.high < 0 } ?? false }

    /// Returns the name of a baseline in a sentence: "user-weeks in 30 days alone".
    package static func title(of baseline: String) -> String {
        switch baseline {
        case Baseline.random: "chance"
        case Baseline.lastWeek: Baseline.title(baseline)!
        default: Baseline.title(baseline).map { "\($0) alone" } ?? baseline
        }
    }

    private var text: String {
        let name = model.inText.prefix(1).uppercased() + model.inText.dropFirst()
        let certainty =
            isClear
            ? "the difference is not chance"
            : difference == nil ? "compared by value" : "the difference is within noise"
        let other = Self.title(of: baseline)
        switch kind {
        case .beatenAtCut:
            let rows = metric.split(separator: "@").last.map(String.init) ?? metric
            return
                "\(name) is beaten by \(other) in the first \(rows) of a list: \(Self.percent(value)) converted against "
                + "\(Self.percent(baselineValue)) (\(certainty))."
        case .ranksWorse:
            let title = metric == "rocAUC" ? "ROC-AUC" : "average precision"
            return "\(name) ranks worse than \(other): \(title) \(Self.decimal(value, 3)) against "
                + "\(Self.decimal(baselineValue, 3)) (\(certainty))."
        case .worseThanBaseRate:
            return "The probabilities of \(model.inText) are worse than the base rate for everybody: log loss "
                + "\(Self.decimal(value, 5)) against \(Self.decimal(baselineValue, 5)) (\(certainty))."
        }
    }

    private static func percent(_ share: Double) -> String { decimal(100 * share, 1) + "%" }

    private static func decimal(_ value: Double, _ places: Int) -> String {
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
        let whole = (abs(value) * scale).rounded()
        let digits = String(Int64(whole))
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        let sign = value < 0 && whole > 0 ? "-" : ""
        return sign + padded.dropLast(places) + "." + padded.suffix(places)
    }
}

/// A model that is not used for the primary list.
package struct ExcludedModel: Codable, Equatable, Sendable {
    package var model: ModelName
    /// The completion of "it has no part in the list:".
    package var reason: String
}

extension [Weakness] {
    /// The models that are clearly worse than a baseline at ranking, or whose probabilities are clearly worse than the
    /// base rate. A cut alone excludes nothing. Neither does last week's list, which comes from the same models.
    package var excluded: [ExcludedModel] {
        ModelName.known.compactMap { model in
            let clear = filter { weakness in
                weakness.model == model && weakness.kind != .beatenAtCut && weakness.baseline != "last_week"
                    && weakness.isClear
            }
            guard let worst = clear.first(where: { $0.kind == .worseThanBaseRate }) ?? clear.first else { return nil }
            return ExcludedModel(
                model: model,
                reason: worst.kind == .worseThanBaseRate
                    ? "its probabilities are clearly worse than the base rate"
                    : "it ranks clearly worse than \(Weakness.title(of: worst.baseline))")
        }
    }
}

extension [ExcludedModel] {
    /// Returns the addition to the reason of a choice. Empty if no model is excluded.
    ///
    /// - Parameter allModels: Whether no other model is left, so that one of these is used all the same.
    package func inReason(allModels: Bool) -> String {
        guard !isEmpty else { return "" }
        let parts = map { "\($0.model.inText) (\($0.reason))" }.joined(separator: ", ")
        return allModels
            ? "; no model is better: all have a weakness, \(parts)" : "; left out of the list: \(parts)"
    }
}

extension [ExcludedModel] {
    /// Returns the ensemble without these models. If fewer than two members would be left, it keeps all members but is
    /// not used for the primary list itself.
    package func applied(
        to ensemble: EnsembleSettings, of members: [LearnerName]
    ) -> (ensemble: EnsembleSettings, excluded: [ExcludedModel]) {
        let weak = map(\.model).filter { $0 != .ensemble }
        let hasWeakMember = ensemble.members.contains { weak.contains(ModelName($0)) }
        guard hasWeakMember, weak.count < members.count else { return (ensemble, self) }
        let rest = ensemble.without(weak)
        if ModelName.ranking(members, ensemble: rest).contains(.ensemble) { return (rest, self) }
        guard ModelName.ranking(members, ensemble: ensemble).contains(.ensemble),
            !contains(where: { $0.model == .ensemble })
        else { return (ensemble, self) }
        return (ensemble, self + [ExcludedModel(model: .ensemble, reason: "only one of its members is not left out")])
    }
}

extension EnsembleSettings {
    /// Returns the ensemble of the other members.
    package func without(_ models: [ModelName]) -> EnsembleSettings {
        var settings = self
        let kept = zip(members, weights).filter { !models.contains(ModelName($0.0)) }
        settings.members = kept.map(\.0)
        settings.weights = kept.map(\.1)
        return settings
    }
}
