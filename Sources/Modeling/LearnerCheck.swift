internal import Arrow
internal import Boosting
package import ProspectCore

/// Asks the libraries themselves whether they take the parameters that are passed on to them, before the work of a run.
package enum LearnerCheck {
    /// - Throws: `ModelingError` with the library's own reason.
    package static func requireUsable(_ configuration: Configuration) throws {
        for name in configuration.models.members where !others(name, configuration).isEmpty {
            let settings = configuration.learner(name)
            do {
                var list = name.learner.parameters(seed: configuration.seed, threads: 1)
                for (parameter, value) in settings.parameters { try list.set(parameter, value) }
                let rows = TrainingRows(
                    ArrowTable(
                        names: ["a", "label"],
                        columns: [(0..<64).map { Double($0 % 16) }, (0..<64).map { Double($0 / 2 % 2) }]),
                    features: [0], label: 1)
                _ = try name.learner.prepare(rows, validation: nil, parameters: list)
                    .fit(list, rounds: 1, patience: nil) { _ in }
            } catch let error as BoostingError {
                throw ModelingError.parametersRefused(name, others(name, configuration), reason: error.problem)
            }
        }
    }

    private static func others(_ name: LearnerName, _ configuration: Configuration) -> [String] {
        switch name {
        case .lightgbm: configuration.lightgbm.others.keys.sorted()
        case .xgboost: configuration.xgboost.others.keys.sorted()
        case .logistic: []
        }
    }
}
