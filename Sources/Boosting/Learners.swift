package import ProspectCore

/// The one place that knows all learners: another one is a folder, a case of `LearnerName` and a line here.
extension LearnerName {
    package var learner: any Learner {
        switch self {
        case .lightgbm: LightGBMLearner()
        case .xgboost: XGBoostLearner()
        case .logistic: LogisticLearner()
        }
    }
}
