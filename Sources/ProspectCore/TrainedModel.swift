/// Models of one run and all that is needed to use them: `model.json` beside the libraries' own files.
public struct TrainedModel: Codable, Equatable, Sendable {
    /// A feature as a model knows it.
    public struct Feature: Codable, Equatable, Sendable {
        public var name: String
        /// How it is computed from the columns of the snapshots.
        public var expression: String
        /// Whether its values are codes of a dictionary.
        public var isCategorical: Bool
        /// Which way more of it may move a score where monotone constraints are asked for: 1 up, -1 down, 0 either.
        public var direction: Int
        /// Whether the compact set of the logistic member has it.
        public var isCompact: Bool
        /// What it says about a portal: the features of one signal are one reason.
        public var signal: Signal

        public init(
            name: String, expression: String, isCategorical: Bool, direction: Int, isCompact: Bool, signal: Signal
        ) {
            self.name = name
            self.expression = expression
            self.signal = signal
            self.isCategorical = isCategorical
            self.direction = direction
            self.isCompact = isCompact
        }
    }

    /// Where a member's parameters come from.
    public enum ParameterOrigin: String, Codable, Sendable {
        case configured
        case tuned
        /// There was a search, and its best was not better than the configured ones.
        case configuredAfterTuning = "configured-after-tuning"
    }

    /// One fitted member.
    public struct Member: Codable, Equatable, Sendable {
        public var name: LearnerName
        /// The library's file, beside `model.json`.
        public var file: String
        /// The names of its features, in its order.
        public var features: [String]
        /// Trees, or steps of the solver.
        public var rounds: Int
        /// The parameters under the library's own names.
        public var parameters: [String: String]
        public var origin: ParameterOrigin
        /// The study of the search; nil where there was none.
        public var study: String?
        public var version: String

        public init(
            name: LearnerName, file: String, features: [String], rounds: Int, parameters: [String: String],
            origin: ParameterOrigin = .configured, study: String? = nil, version: String
        ) {
            self.name = name
            self.file = file
            self.features = features
            self.rounds = rounds
            self.parameters = parameters
            self.origin = origin
            self.study = study
            self.version = version
        }
    }

    /// All features, in the order of the columns.
    public var features: [Feature]
    /// By category column: the values that have a code, in the order of the codes from 1. Code 0 stands for every
    /// other value; a missing value has no code.
    public var categories: [String: [String]]
    /// The Sundays of the snapshots that the members were fitted on.
    public var trainedOn: Split.Period
    /// Snapshots that they were fitted on, and how many of them converted.
    public var snapshots: Int
    public var positives: Int
    /// The rows that stood for them: equal snapshots are one, and of very many those that did not convert are a weighted
    /// sample. nil where no member was fitted.
    public var rows: Int?
    /// Where the rounds and the metrics come from: members fitted on the training period alone. nil where the history
    /// is too short for them.
    public var split: Split?
    public var members: [Member]
    public var ensemble: EnsembleSettings
    /// What took the place of the configured members for want of conversions; nil where there were enough.
    public var fallback: SmallData.Fallback?
    /// What the list rests on; nil in the files of earlier versions.
    public var basis: ListBasis?
    /// The probabilities where activity ranks; nil where there are members.
    public var activity: ActivityRates?

    public init(
        features: [Feature], categories: [String: [String]], trainedOn: Split.Period, snapshots: Int, positives: Int,
        rows: Int? = nil, split: Split?, members: [Member], ensemble: EnsembleSettings,
        fallback: SmallData.Fallback? = nil, basis: ListBasis? = nil, activity: ActivityRates? = nil
    ) {
        self.features = features
        self.categories = categories
        self.trainedOn = trainedOn
        self.snapshots = snapshots
        self.positives = positives
        self.rows = rows
        self.split = split
        self.members = members
        self.ensemble = ensemble
        self.fallback = fallback
        self.basis = basis
        self.activity = activity
    }

    /// The models that can rank.
    public var names: [ModelName] {
        activity != nil ? [.activity] : ModelName.ranking(members.map(\.name), ensemble: ensemble)
    }
}
