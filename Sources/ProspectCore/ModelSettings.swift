/// A method that is fitted for a list of its own.
public enum MemberName: String, CaseIterable, Codable, Sendable {
    case lightgbm, xgboost, logistic
}

/// A model that ranks: one of the members, all of them together, or, where there is too little to learn from, activity.
public enum ModelName: String, CaseIterable, Codable, Sendable {
    case lightgbm, xgboost, logistic, ensemble
    /// User-weeks in the longest window; see `ActivityRates`.
    case activity

    public init(_ member: MemberName) { self = ModelName(rawValue: member.rawValue)! }

    /// The models that can rank where some members are fitted: these, and the ensemble where at least two of its
    /// members are among them and have a weight.
    public static func ranking(_ fitted: [MemberName], ensemble: EnsembleSettings) -> [ModelName] {
        let parts = zip(ensemble.members, ensemble.weights).filter { fitted.contains($0.0) }
        let isCombined = parts.count > 1 && parts.contains { $0.1 > 0 }
        return fitted.map { ModelName($0) } + (isCombined ? [.ensemble] : [])
    }

    /// The file of the model's list, for people.
    public var listFile: String {
        switch self {
        case .lightgbm: "sunday_ranked_prospects.csv"
        case .xgboost: "sunday_ranked_prospects_xgb.csv"
        case .logistic: "sunday_ranked_prospects_logreg.csv"
        case .ensemble: "sunday_ranked_prospects_ensemble.csv"
        case .activity: "sunday_ranked_prospects_activity.csv"
        }
    }

    /// The file of the model's list with the ids as the tables have them, for programs.
    public var tableFile: String { "list-\(rawValue).parquet" }

    /// The first member's file, which is always published: where another model stands for the members, with its list.
    public static let standardListFile = ModelName.lightgbm.listFile

    /// The column of the model's listed probabilities in the scores of a run.
    public var scoreColumn: String { "P_\(rawValue.uppercased())" }

    /// The column of its probabilities before calibration.
    public var rawScoreColumn: String { "RAW_\(rawValue.uppercased())" }

    /// The column of what signals add to its listed probabilities in the reasons of a run.
    public var contributionColumn: String { "contribution_\(rawValue)" }

    public var title: String {
        switch self {
        case .lightgbm: "LightGBM"
        case .xgboost: "XGBoost"
        case .logistic: "logistic"
        case .ensemble: "ensemble"
        case .activity: "activity"
        }
    }

    /// The name within a sentence.
    public var inText: String {
        switch self {
        case .lightgbm, .xgboost: title
        case .logistic: "the logistic model"
        case .ensemble: "the ensemble"
        case .activity: "activity"
        }
    }
}

public struct ModelSettings: Equatable, Sendable {
    /// The members that are fitted, each for a list of its own.
    public var members = MemberName.allCases
    /// Whether the parameters that tuning found take the place of the configured ones.
    public var tuned = false

    public init() {}
}

/// LightGBM's parameters.
public struct LightGBMParameters: Equatable, Sendable {
    /// At most this many trees.
    public var trees = 100
    public var learningRate = 0.05
    public var leaves = 7
    public var minimumLeafRows = 100
    public var l2 = 10.0
    /// At most so many bins for a feature; trees split between bins, and they are learned from the rows that are fitted on.
    public var bins = 16
    /// The share of columns drawn for each tree, in (0, 1].
    public var columnShare = 0.5
    /// Stop when validation log loss has not improved for so many trees; 0: never.
    public var earlyStopping = 30

    public init() {}
}

/// XGBoost's parameters.
public struct XGBoostParameters: Equatable, Sendable {
    public var trees = 120
    public var learningRate = 0.05
    public var maximumDepth = 3
    /// The least sum of hessians in a leaf; with few conversions, about the base rate times the rows.
    public var minimumChildWeight = 2.0
    /// The share of rows drawn for each tree, in (0, 1].
    public var rowShare = 0.8
    /// At most so many bins for a feature; trees split between bins, and they are learned from the rows that are fitted on.
    public var bins = 16
    /// The share of columns drawn for each tree, in (0, 1].
    public var columnShare = 0.5
    public var l1 = 0.0
    public var l2 = 10.0
    public var earlyStopping = 30
    /// Threads; part of the result, since XGBoost sums in the order of its threads.
    public var threads = 1

    public init() {}
}

/// The logistic baseline's parameters.
public struct LogisticParameters: Equatable, Sendable {
    /// L2 penalty on standardised coefficients.
    public var l2 = 100.0
    /// At most so many steps of the solver.
    public var steps = 100

    public init() {}
}

/// How members are averaged.
public struct EnsembleSettings: Equatable, Codable, Sendable {
    public enum Scale: String, CaseIterable, Codable, Sendable {
        case logOdds = "log-odds"
        case probability
    }

    /// The members averaged; one that is not fitted is left out.
    public var members: [MemberName] = [.lightgbm, .xgboost, .logistic]
    /// One weight per member; they are divided by their sum.
    public var weights: [Double] = [1, 1, 1]
    public var scale = Scale.logOdds

    public init() {}
}
