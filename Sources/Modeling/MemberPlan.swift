internal import Arrow
internal import Boosting
internal import Snapshots

/// How one member is to be fitted.
struct MemberPlan: Sendable {
    let name: LearnerName
    var parameters: ParameterList
    /// The positions of its features among all features.
    let features: [Int]
    /// At most so many trees or steps.
    var rounds: Int
    /// Stop after so many rounds without improvement on the validation rows; nil: never.
    var patience: Int?
    /// The weight of a conversion over the balance of the rows; nil: conversions weigh as all others do.
    var positiveWeight: Double?
    /// Where the parameters come from, and the study of their search.
    var origin = TrainedModel.ParameterOrigin.configured
    var study: String?

    var learner: any Learner { name.learner }

    /// The rounds where early stopping has nothing to look at: those of a solver, which converges; a moderate number of trees,
    /// since their configured number is a maximum that early stopping is meant to find the way to.
    var fixedRounds: Int { patience == nil ? rounds : min(rounds, Self.mostFixedTrees) }

    private static let mostFixedTrees = 100

    /// - Parameter threads: for the members whose result does not depend on it.
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

    /// The configured parameters of a learner.
    ///
    /// - Parameter directions: of its features; see `TrainedModel.Feature.direction`.
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

    /// A table of features, label and weight as this member takes it.
    func rows(_ table: ArrowTable, features all: FeatureSet) -> TrainingRows {
        let count = all.features.count
        return TrainingRows(
            table, features: features, label: count, weight: count + 1,
            categorical: Set(features.filter { all.features[$0].isCategorical }))
    }
}
