/// The methods that a model can be fitted with.
package enum LearnerKind: String, CaseIterable, Codable, Sendable {
    case lightGBM = "lightgbm"
    case xgBoost = "xgboost"
    case logistic = "logistic"

    /// The method's name in a sentence.
    package var title: String {
        switch self {
        case .lightGBM: "LightGBM"
        case .xgBoost: "XGBoost"
        case .logistic: "Logistic regression"
        }
    }

    package var learner: any Learner {
        switch self {
        case .lightGBM: LightGBMLearner()
        case .xgBoost: XGBoostLearner()
        case .logistic: LogisticLearner()
        }
    }
}
