internal import Boosting

extension MemberPlan {
    /// Returns the plan with some parameters replaced. All others stay.
    ///
    /// - Parameters:
    ///   - parameters: The new values, by the names of a search space.
    ///   - patience: The patience of early stopping, in rounds.
    /// - Throws: `ModelingError` for a name that cannot be searched, `BoostingError` for an invalid value.
    func replacing(_ parameters: [String: String], of learner: LearnerName, patience: Int) throws -> MemberPlan {
        var plan = self
        plan.patience = patience == 0 ? nil : patience
        for (name, value) in parameters.sorted(by: { $0.key < $1.key }) {
            guard let tunable = TunableParameter.named(name, of: learner) else {
                throw ModelingError.unknownTunedParameter(name, of: learner)
            }
            switch tunable.names[0] {
            case _ where tunable.isRounds:
                guard let rounds = Int(value) else { throw ModelingError.unknownTunedParameter(name, of: learner) }
                plan.rounds = rounds
            case TunableParameter.positiveWeight:
                guard let weight = Double(value) else { throw ModelingError.unknownTunedParameter(name, of: learner) }
                plan.positiveWeight = weight
            default:
                try plan.parameters.set(name, value)
                // LightGBM samples rows only if it is told how often.
                if learner == .lightgbm, tunable.names.contains("bagging_fraction") {
                    try plan.parameters.set("bagging_freq", 1)
                }
            }
        }
        return plan
    }

    /// Returns the parameters for rows of a certain balance: their negatives over their positives.
    func parameters(balance: Double) throws -> ParameterList {
        guard let positiveWeight else { return parameters }
        var list = parameters
        try list.set("scale_pos_weight", positiveWeight * balance)
        return list
    }

    /// Returns the plan with the tuned parameters of its member, if tuning found better ones.
    ///
    /// - Throws: `ModelingError` if they were found for other features.
    func tuned(by found: TunedMember?, _ set: FeatureSet) throws -> MemberPlan {
        guard let found else { return self }
        try set.requireSame(as: found)
        var plan = self
        if found.isBetter {
            plan = try replacing(found.parameters, of: name, patience: found.earlyStopping)
        }
        plan.origin = found.isBetter ? .tuned : .configuredAfterTuning
        plan.study = found.study
        return plan
    }
}

extension FeatureSet {
    /// Checks that the features are those that the parameters were found for.
    fileprivate func requireSame(as found: TunedMember) throws {
        guard fingerprint != found.fingerprint else { return }
        let names = features.map(\.name)
        func list(_ names: [String]) -> String {
            names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
        }
        let removed = found.features.filter { !names.contains($0) }
        let added = names.filter { !found.features.contains($0) }
        var differences: [String] = []
        if !removed.isEmpty { differences.append("\(list(removed)) removed") }
        if !added.isEmpty { differences.append("\(list(added)) added") }
        if differences.isEmpty { differences.append("their definitions or order changed") }
        throw ModelingError.tunedForOtherFeatures(found.name, differences.joined(separator: "; "))
    }
}
