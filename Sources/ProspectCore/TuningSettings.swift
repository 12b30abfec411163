/// How the members' parameters are searched.
public struct TuningSettings: Equatable, Sendable {
    /// The members that are tuned, one after the other.
    public var members = BoosterName.allCases
    /// Trials of each member's study, the pruned ones included.
    public var trials = 50
    public var metric = TuningMetric.rocAUC
    /// Folds inside the training period, at most; fewer where the history is short.
    public var folds = 4
    /// Trials side by side; part of the result, since a trial does not wait for those beside it.
    public var parallel = 2
    /// Whether trials that fall behind the median on the stopping rows end early.
    public var pruning = true
    /// A trial's training stops after so many rounds without a lower log loss on the stopping rows.
    public var earlyStopping = 120
    public var lightgbm = SearchedParameter.lightgbm
    public var xgboost = SearchedParameter.xgboost

    public init() {}

    /// The search space of a member.
    public func space(of booster: BoosterName) -> [SearchedParameter] {
        switch booster {
        case .lightgbm: lightgbm
        case .xgboost: xgboost
        }
    }
}

/// A member whose parameters can be searched.
public enum BoosterName: String, CaseIterable, Codable, Sendable {
    case lightgbm, xgboost

    public var member: MemberName {
        switch self {
        case .lightgbm: .lightgbm
        case .xgboost: .xgboost
        }
    }

    public var title: String { ModelName(member).title }
}

/// What trials are judged by.
public enum TuningMetric: String, CaseIterable, Codable, Sendable {
    case rocAUC = "roc-auc"
    case averagePrecision = "average-precision"
    case logLoss = "log-loss"

    public var isBetterWhenLarger: Bool { self != .logLoss }

    public var title: String {
        switch self {
        case .rocAUC: "ROC-AUC"
        case .averagePrecision: "average precision"
        case .logLoss: "log loss"
        }
    }
}

/// A parameter of a search space and the values that it may take.
public struct SearchedParameter: Equatable, Sendable {
    public enum Domain: Equatable, Sendable {
        /// From `low` to `high`, both included; `isLog`: even over the logarithm; `isWhole`: whole numbers alone.
        case range(low: Double, high: Double, isLog: Bool, isWhole: Bool)
        case choices([Choice])
    }

    public enum Choice: Equatable, Sendable {
        case number(Double)
        case word(String)
    }

    /// The library's name for it, or another that it knows.
    public var name: String
    public var domain: Domain

    public init(_ name: String, _ domain: Domain) {
        self.name = name
        self.domain = domain
    }

    private static let common = [
        SearchedParameter("n_estimators", .range(low: 800, high: 3500, isLog: false, isWhole: true)),
        SearchedParameter("learning_rate", .range(low: 0.008, high: 0.05, isLog: true, isWhole: false)),
    ]
    private static let shares = ["subsample", "colsample_bytree"].map {
        SearchedParameter($0, .range(low: 0.6, high: 0.95, isLog: false, isWhole: false))
    }
    private static let penalties = ["reg_alpha", "reg_lambda"].map {
        SearchedParameter($0, .range(low: 0.001, high: 10, isLog: true, isWhole: false))
    }

    public static let xgboost =
        common + [
            SearchedParameter("max_depth", .range(low: 4, high: 9, isLog: false, isWhole: true)),
            SearchedParameter("min_child_weight", .range(low: 5, high: 50, isLog: false, isWhole: true)),
        ] + shares + penalties

    public static let lightgbm =
        common + [
            SearchedParameter("num_leaves", .range(low: 4, high: 63, isLog: true, isWhole: true)),
            SearchedParameter("min_child_samples", .range(low: 20, high: 500, isLog: true, isWhole: true)),
        ] + shares + penalties
}
