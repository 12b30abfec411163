package import Boosting
package import Snapshots

/// The models of a run and everything needed to use them: `model.json` beside the libraries' own files.
package struct TrainedModel: Codable, Equatable, Sendable {
    /// A feature as a model knows it.
    package struct Feature: Codable, Equatable, Sendable {
        package var name: String
        /// The expression over the columns of the snapshots.
        package var expression: String
        /// Whether its values are codes of a dictionary.
        package var isCategorical: Bool
        /// The direction in which more of the feature may move a score under monotone constraints: 1 up, -1 down, 0
        /// either.
        package var direction: Int
        /// Whether the feature is in the compact set of the logistic member.
        package var isCompact: Bool
        /// The property of the portal that the feature describes. The features of one signal make one reason.
        package var signal: Signal
    }

    /// The origin of a member's parameters.
    package enum ParameterOrigin: String, Codable, Sendable {
        case configured
        case tuned
        /// The configured parameters, because the best of a search was not better.
        case configuredAfterTuning = "configured-after-tuning"
    }

    /// One fitted member.
    package struct Member: Codable, Equatable, Sendable {
        package var name: LearnerName
        /// The library's file, beside `model.json`.
        package var file: String
        /// The names of its features, in its order.
        package var features: [String]
        /// The number of trees, or of steps of the solver.
        package var rounds: Int
        /// The parameters under the library's own names.
        package var parameters: [String: String]
        package var origin: ParameterOrigin
        /// The study of the search, or nil if there was none.
        package var study: String?
        package var version: String

        package init(
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
    package var features: [Feature]
    /// The values that have a code, by category column, in the order of the codes from 1. Code 0 stands for every other
    /// value. A missing value has no code.
    package var categories: [String: [String]]
    /// The Sundays of the snapshots that the members were fitted on.
    package var trainedOn: SnapshotPeriod
    /// The number of snapshots that the members were fitted on, and how many of them converted.
    package var snapshots: Int
    package var positives: Int
    /// The number of rows that stood for these snapshots. Equal snapshots are one row. If there are very many, those
    /// that did not convert are a weighted sample. nil if no member was fitted.
    package var rows: Int?
    /// The split behind the rounds and the metrics, which come from members fitted on the training period alone. nil if
    /// the history is too short for them.
    package var split: Split?
    package var members: [Member]
    package var ensemble: EnsembleSettings
    /// What replaced the configured members for lack of conversions, or nil if there were enough.
    package var fallback: SmallData.Fallback?
    /// What the list is based on. nil in the files of earlier versions.
    package var basis: ListBasis?
    /// The probabilities of a list ranked by activity. nil if there are members.
    package var activity: ActivityRates?

    package init(
        features: [Feature], categories: [String: [String]], trainedOn: SnapshotPeriod, snapshots: Int, positives: Int,
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
    package var names: [ModelName] {
        activity != nil ? [.activity] : ModelName.ranking(members.map(\.name), ensemble: ensemble)
    }
}
