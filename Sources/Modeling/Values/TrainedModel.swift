package import Boosting
package import Snapshots

/// Models of one run and all that is needed to use them: `model.json` beside the libraries' own files.
package struct TrainedModel: Codable, Equatable, Sendable {
    /// A feature as a model knows it.
    package struct Feature: Codable, Equatable, Sendable {
        package var name: String
        /// How it is computed from the columns of the snapshots.
        package var expression: String
        /// Whether its values are codes of a dictionary.
        package var isCategorical: Bool
        /// Which way more of it may move a score where monotone constraints are asked for: 1 up, -1 down, 0 either.
        package var direction: Int
        /// Whether the compact set of the logistic member has it.
        package var isCompact: Bool
        /// What it says about a portal: the features of one signal are one reason.
        package var signal: Signal
    }

    /// Where a member's parameters come from.
    package enum ParameterOrigin: String, Codable, Sendable {
        case configured
        case tuned
        /// There was a search, and its best was not better than the configured ones.
        case configuredAfterTuning = "configured-after-tuning"
    }

    /// One fitted member.
    package struct Member: Codable, Equatable, Sendable {
        package var name: LearnerName
        /// The library's file, beside `model.json`.
        package var file: String
        /// The names of its features, in its order.
        package var features: [String]
        /// Trees, or steps of the solver.
        package var rounds: Int
        /// The parameters under the library's own names.
        package var parameters: [String: String]
        package var origin: ParameterOrigin
        /// The study of the search; nil where there was none.
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
    /// By category column: the values that have a code, in the order of the codes from 1. Code 0 stands for every
    /// other value; a missing value has no code.
    package var categories: [String: [String]]
    /// The Sundays of the snapshots that the members were fitted on.
    package var trainedOn: SnapshotPeriod
    /// Snapshots that they were fitted on, and how many of them converted.
    package var snapshots: Int
    package var positives: Int
    /// The rows that stood for them: equal snapshots are one, and of very many those that did not convert are a weighted
    /// sample. nil where no member was fitted.
    package var rows: Int?
    /// Where the rounds and the metrics come from: members fitted on the training period alone. nil where the history
    /// is too short for them.
    package var split: Split?
    package var members: [Member]
    package var ensemble: EnsembleSettings
    /// What took the place of the configured members for want of conversions; nil where there were enough.
    package var fallback: SmallData.Fallback?
    /// What the list rests on; nil in the files of earlier versions.
    package var basis: ListBasis?
    /// The probabilities where activity ranks; nil where there are members.
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
