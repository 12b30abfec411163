internal import Arrow
internal import Boosting
internal import Snapshots

/// The plan for fitting one member.
struct MemberPlan: Sendable {
    let name: LearnerName
    var parameters: ParameterList
    /// The positions of the member's features among all features.
    let features: [Int]
    /// Maximum number of trees or steps.
    var rounds: Int
    /// The number of rounds without improvement on the validation rows after which fitting stops, or nil for no early
    /// stopping.
    var patience: Int?
    /// The weight of a conversion over the balance of the rows, or nil if conversions weigh the same as other rows.
    var positiveWeight: Double?
    /// The origin of the parameters, and the study of their search.
    var origin = TrainedModel.ParameterOrigin.configured
    var study: String?

    var learner: any Learner { name.learner }

    /// The number of rounds without validation rows. A solver converges, so it gets all its rounds. Trees get a
    /// moderate number, because their configured number is only a maximum for early stopping.
    var fixedRounds: Int { patience == nil ? rounds : min(rounds, Self.mostFixedTrees) }

    private static let mostFixedTrees = 100

    /// Makes the plan of a member.
    ///
    /// - Parameter threads: The number of threads for members whose result does not depend on it.
    init(_ name: LearnerName, configuration: ModelingSettings, features: FeatureSet, threads: Int) throws {
        self.name = name
        let settings = configuration.learner(name)
        parameters = try Self.parameters(
            of: name, configuration: configuration, directions: features.features.map(\.direction), threads: threads)
        rounds = settings.rounds
        patience = settings.patience == 0 ? nil : settings.patience
        let isCompact = name.learner.wantsCompactFeatures
        self.features = features.features.indices.filter { !isCompact || features.features[$0].isCompact }
    }

    /// Returns the configured parameters of a learner.
    ///
    /// - Parameter directions: The directions of its features; see `TrainedModel.Feature.direction`.
    /// - Throws: `BoostingError` for a name that the learner does not know.
    static func parameters(
        of name: LearnerName, configuration: ModelingSettings, directions: [Int], threads: Int
    ) throws -> ParameterList {
        let settings = configuration.learner(name)
        var list = name.learner.parameters(seed: configuration.seed, threads: settings.threads ?? threads)
        for (parameter, value) in settings.parameters { try list.set(parameter, value) }
        for (parameter, value) in settings.others.sorted(by: { $0.key < $1.key }) { try list.set(parameter, value) }
        if configuration.features.monotone, let constraints = name.learner.monotoneConstraints(directions) {
            try list.set("monotone_constraints", constraints)
        }
        return list
    }

    /// Returns a table of features, label and weight in the form that this member takes.
    func rows(_ table: ArrowTable, features all: FeatureSet) -> TrainingRows {
        let count = all.features.count
        return TrainingRows(
            table, features: features, label: count, weight: count + 1,
            categorical: Set(features.filter { all.features[$0].isCategorical }))
    }
}
