internal import Synchronization

/// The name of a learner: of one that comes with the program, or of one that was registered in this process.
public struct LearnerName: RawRepresentable, Codable, Hashable, Sendable {
    public static let lightgbm = LearnerName("lightgbm", title: "LightGBM")
    public static let xgboost = LearnerName("xgboost", title: "XGBoost")
    public static let logistic = LearnerName("logistic", title: "logistic")

    /// The learners that come with the program.
    public static let builtIn: [LearnerName] = [.lightgbm, .xgboost, .logistic]

    /// The learners whose parameters `prospect tune` searches.
    public static let tunable: [LearnerName] = [.lightgbm, .xgboost]

    private static let registered = Mutex<[LearnerName]>([])

    /// All learners, those of the program first.
    public static var known: [LearnerName] { builtIn + registered.withLock { $0 } }

    public let rawValue: String
    /// The name in a sentence or a heading.
    public let title: String

    private init(_ name: String, title: String) {
        rawValue = name
        self.title = title
    }

    /// Returns nil for a name that is not known in this process.
    public init?(rawValue: String) {
        guard let name = Self.known.first(where: { $0.rawValue == rawValue }) else { return nil }
        self = name
    }

    /// Makes the name of a learner known.
    ///
    /// - Parameter name: Lower-case letters, digits and underscores, a letter first, at most 30: it becomes part of the names
    ///   of files and columns.
    /// - Returns: nil where the name is malformed or taken.
    package static func register(_ name: String, title: String) -> LearnerName? {
        guard let first = name.utf8.first, (97...122).contains(first), name.utf8.count <= 30,
            name.utf8.allSatisfy({ (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }),
            !reserved.contains(name)
        else { return nil }
        return registered.withLock { registered in
            guard !(builtIn + registered).contains(where: { $0.rawValue == name }) else { return nil }
            let new = LearnerName(name, title: title)
            registered.append(new)
            return new
        }
    }

    /// The names of other models, and those that a list's file would share with another file.
    private static let reserved: Set = ["ensemble", "activity", "xgb", "logreg", "enriched_taxonomy"]

    public static func == (left: LearnerName, right: LearnerName) -> Bool { left.rawValue == right.rawValue }
    public func hash(into hasher: inout Hasher) { hasher.combine(rawValue) }
}

/// A model that ranks: one of the members, all of them together, or, where there is too little to learn from, activity.
public struct ModelName: RawRepresentable, Codable, Hashable, Sendable {
    public static let lightgbm = ModelName(.lightgbm)
    public static let xgboost = ModelName(.xgboost)
    public static let logistic = ModelName(.logistic)
    public static let ensemble = ModelName(name: "ensemble")
    /// User-weeks in the longest window; see `ActivityRates`.
    public static let activity = ModelName(name: "activity")

    /// All models, in the order of reports.
    public static var known: [ModelName] { LearnerName.known.map { ModelName($0) } + [.ensemble, .activity] }

    public let rawValue: String

    private init(name: String) { rawValue = name }

    public init(_ member: LearnerName) { rawValue = member.rawValue }

    /// Returns nil for a name that is not known in this process, such as that of a baseline.
    public init?(rawValue: String) {
        guard Self.known.contains(where: { $0.rawValue == rawValue }) else { return nil }
        self.rawValue = rawValue
    }

    /// The models that can rank where some members are fitted: these, and the ensemble where at least two of its
    /// members are among them and have a weight.
    public static func ranking(_ fitted: [LearnerName], ensemble: EnsembleSettings) -> [ModelName] {
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
        default: "sunday_ranked_prospects_\(rawValue).csv"
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

    public var title: String { LearnerName(rawValue: rawValue)?.title ?? rawValue }

    /// The name within a sentence.
    public var inText: String {
        switch self {
        case .logistic: "the logistic model"
        case .ensemble: "the ensemble"
        default: title
        }
    }
}
