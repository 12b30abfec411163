/// A model and all that is needed to use it: `model.json` beside the library's own file.
public struct TrainedModel: Codable, Equatable, Sendable {
    /// A feature as the model knows it; the order is the model's.
    public struct Feature: Codable, Equatable, Sendable {
        public var name: String
        /// How it is computed from the columns of the snapshots.
        public var expression: String
        /// Whether its values are codes of a dictionary.
        public var isCategorical: Bool
        /// Which way more of it may move a score where monotone constraints are asked for: 1 up, -1 down, 0 either.
        public var direction: Int

        public init(name: String, expression: String, isCategorical: Bool, direction: Int = 0) {
            self.name = name
            self.expression = expression
            self.isCategorical = isCategorical
            self.direction = direction
        }
    }

    /// The learner, such as `lightgbm`.
    public var learner: String
    /// The library's file, beside `model.json`.
    public var file: String
    public var features: [Feature]
    /// By category column: the values that have a code, in the order of the codes from 1. Code 0 stands for every
    /// other value; a missing value has no code.
    public var categories: [String: [String]]
    /// The Sundays of the snapshots that this model was fitted on.
    public var trainedOn: Split.Period
    /// Snapshots that it was fitted on, and how many of them converted.
    public var snapshots: Int
    public var positives: Int
    /// Where the rounds and the metrics come from: a model fitted on the training period alone.
    public var split: Split
    /// Trees.
    public var rounds: Int
    /// The learner's parameters under its own names.
    public var parameters: [String: String]
    public var versions: [String: String]

    public init(
        learner: String, file: String, features: [Feature], categories: [String: [String]], trainedOn: Split.Period,
        snapshots: Int, positives: Int, split: Split, rounds: Int, parameters: [String: String],
        versions: [String: String]
    ) {
        self.learner = learner
        self.file = file
        self.features = features
        self.categories = categories
        self.trainedOn = trainedOn
        self.snapshots = snapshots
        self.positives = positives
        self.split = split
        self.rounds = rounds
        self.parameters = parameters
        self.versions = versions
    }
}
