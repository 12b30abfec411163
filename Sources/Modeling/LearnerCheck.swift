internal import Arrow
internal import Base
internal import Boosting

/// Asks the libraries, before the work of a run, whether they accept the parameters that the configuration passes on.
package enum LearnerCheck {
    /// Fits one round to a few rows and explains them, with every learner that has such parameters.
    ///
    /// - Throws: `ModelingError` with the library's own reason.
    package static func requireUsable(_ configuration: ModelingSettings) throws {
        for name in configuration.models.members {
            let others = configuration.learner(name).others.keys.sorted()
            guard !others.isEmpty else { continue }
            let table = ArrowTable(
                names: ["a", "label"], columns: [(0..<64).map { Double($0 % 16) }, (0..<64).map { Double($0 / 2 % 2) }])
            do {
                let parameters = try MemberPlan.parameters(
                    of: name, configuration: configuration, directions: [1], threads: 1)
                let model = try name.learner.prepare(
                    TrainingRows(table, features: [0], label: 1), validation: nil, parameters: parameters
                ).fit(parameters, rounds: 1, patience: nil) { _ in }
                _ = try model.contributions(of: table, features: [0])
            } catch let error as BoostingError {
                throw ModelingError.parametersRefused(name, others, reason: error.problem)
            }
        }
    }
}
