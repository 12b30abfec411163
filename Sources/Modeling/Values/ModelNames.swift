package import Boosting

/// A model that ranks: a member, the ensemble of the members, or activity if there is too little to learn from.
package struct ModelName: RawRepresentable, Codable, Hashable, Sendable {
    package static let lightgbm = ModelName(.lightgbm)
    package static let xgboost = ModelName(.xgboost)
    package static let logistic = ModelName(.logistic)
    package static let ensemble = ModelName(name: "ensemble")
    /// The ranking by user-weeks in the longest window; see `ActivityRates`.
    package static let activity = ModelName(name: "activity")

    /// All models, in the order of reports.
    package static var known: [ModelName] { LearnerName.known.map { ModelName($0) } + [.ensemble, .activity] }

    package let rawValue: String

    private init(name: String) { rawValue = name }

    package init(_ member: LearnerName) { rawValue = member.rawValue }

    /// Makes a name. Returns nil if this process does not know it, as with the name of a baseline.
    package init?(rawValue: String) {
        guard Self.known.contains(where: { $0.rawValue == rawValue }) else { return nil }
        self.rawValue = rawValue
    }

    /// Returns the models that can rank if some members are fitted: these members, and the ensemble if at least two of
    /// its members are among them and have a weight.
    package static func ranking(_ fitted: [LearnerName], ensemble: EnsembleSettings) -> [ModelName] {
        let parts = zip(ensemble.members, ensemble.weights).filter { fitted.contains($0.0) }
        let isCombined = parts.count > 1 && parts.contains { $0.1 > 0 }
        return fitted.map { ModelName($0) } + (isCombined ? [.ensemble] : [])
    }

    /// The file of the model's list, for people.
    package var listFile: String {
        switch self {
        case .lightgbm: "sunday_ranked_prospects.csv"
        case .xgboost: "sunday_ranked_prospects_xgb.csv"
        case .logistic: "sunday_ranked_prospects_logreg.csv"
        default: "sunday_ranked_prospects_\(rawValue).csv"
        }
    }

    /// The file of the model's list for programs, with the ids as in the tables.
    package var tableFile: String { "list-\(rawValue).parquet" }

    /// The file of the first member's list. It is always published. If another model replaces the members, it contains
    /// that model's list.
    package static let standardListFile = ModelName.lightgbm.listFile

    /// The column of the model's listed probabilities in the scores of a run.
    package var scoreColumn: String { "P_\(rawValue.uppercased())" }

    /// The column of the model's probabilities before calibration, in the scores of a run.
    package var rawScoreColumn: String { "RAW_\(rawValue.uppercased())" }

    /// The column of the signals' contributions to the model's listed probabilities, in the reasons of a run.
    package var contributionColumn: String { "contribution_\(rawValue)" }

    package var title: String { LearnerName(rawValue: rawValue)?.title ?? rawValue }

    /// The name within a sentence.
    package var inText: String {
        switch self {
        case .logistic: "the logistic model"
        case .ensemble: "the ensemble"
        default: title
        }
    }
}
