internal import Base
internal import Synchronization

/// The registry of learners. A learner that comes with the program is a folder and a line here.
package enum Learners {
    private static let own = Mutex<[LearnerName: any Learner]>([:])

    /// Registers a learner in this process, for `models.members` and `ensemble.members`.
    ///
    /// - Parameters:
    ///   - name: Its name; see `LearnerName.register`.
    ///   - make: Makes the learner.
    /// - Throws: `BoostingError` if the name is malformed or taken.
    package static func register(
        _ name: String, title: String, make: (LearnerName) -> any Learner
    ) throws(BoostingError) {
        let isNew = own.withLock { own in
            guard let name = LearnerName.register(name, title: title) else { return false }
            own[name] = make(name)
            return true
        }
        guard isNew else {
            throw BoostingError(
                problem: "A learner cannot be registered under the name '\(name)'.",
                remedy: "Take a name that no other has, of at most 30 lower-case letters, digits and underscores.")
        }
    }

    fileprivate static func learner(_ name: LearnerName) -> any Learner {
        switch name {
        case .lightgbm: LightGBMLearner()
        case .xgboost: XGBoostLearner()
        case .logistic: LogisticLearner()
        default: own.withLock { $0[name]! }
        }
    }
}

extension LearnerName {
    package var learner: any Learner { Learners.learner(self) }
}
