package import Boosting

/// A parameter that a search space may contain: one that trials on the same prepared rows may change.
package struct TunableParameter: Sendable {
    package enum Values: Sendable {
        case number(ClosedRange<Double>)
        case whole(ClosedRange<Int>)
        case words([String])
    }

    /// The names of the maximum number of rounds of a training. Early stopping usually ends it earlier.
    private static let rounds = ["num_iterations", "num_boost_round", "n_estimators"]
    /// The weight of a conversion relative to other rows, over the balance of the two. With 1, both classes have the
    /// same total weight. The scores are then not probabilities, so no space has it by default.
    package static let positiveWeight = "scale_pos_weight_multiplier"

    /// All its names. The first one is shown.
    package let names: [String]
    package let values: Values

    private init(_ names: String..., values: Values) { self.init(names, values: values) }

    private init(_ names: [String], values: Values) {
        self.names = names
        self.values = values
    }

    /// Returns the parameter with a name, or nil if it cannot be searched.
    package static func named(_ name: String, of learner: LearnerName) -> TunableParameter? {
        all(of: learner).first { $0.names.contains(name) }
    }

    /// Returns all parameters of a learner that can be searched.
    package static func all(of learner: LearnerName) -> [TunableParameter] {
        switch learner {
        case .lightgbm: [TunableParameter(rounds, values: .whole(1...100_000))] + common + lightgbm
        case .xgboost:
            [TunableParameter(Array(rounds.dropFirst()), values: .whole(1...100_000))] + common + xgboost
        default: []
        }
    }

    /// Whether it is the maximum number of rounds of a training.
    package var isRounds: Bool { Self.rounds.contains(names[0]) }

    private static let share = Values.number(0.01...1)
    private static let penalty = Values.number(0...1e9)

    private static let common = [
        TunableParameter("learning_rate", "eta", values: .number(0.0001...1)),
        TunableParameter(positiveWeight, values: .number(0.001...1000)),
    ]

    // Source: XGBoost 3.4, "XGBoost Parameters".
    private static let xgboost = [
        TunableParameter("max_depth", values: .whole(1...64)),
        TunableParameter("max_leaves", values: .whole(0...131_072)),
        TunableParameter("grow_policy", values: .words(["depthwise", "lossguide"])),
        TunableParameter("min_child_weight", values: penalty),
        TunableParameter("gamma", "min_split_loss", values: penalty),
        TunableParameter("max_delta_step", values: penalty),
        TunableParameter("subsample", values: share),
        TunableParameter("colsample_bytree", values: share),
        TunableParameter("colsample_bylevel", values: share),
        TunableParameter("colsample_bynode", values: share),
        TunableParameter("reg_alpha", "alpha", values: penalty),
        TunableParameter("reg_lambda", "lambda", values: penalty),
    ]

    // Source: LightGBM 4.7, "Parameters". scikit-learn's names are accepted too.
    private static let lightgbm = [
        TunableParameter("num_leaves", values: .whole(2...131_072)),
        TunableParameter("max_depth", values: .whole(-1...64)),
        TunableParameter("min_data_in_leaf", "min_child_samples", values: .whole(1...1_000_000_000)),
        TunableParameter("min_sum_hessian_in_leaf", "min_child_weight", values: penalty),
        TunableParameter("min_gain_to_split", "min_split_gain", values: penalty),
        TunableParameter("bagging_fraction", "subsample", values: share),
        TunableParameter("feature_fraction", "colsample_bytree", values: share),
        TunableParameter("feature_fraction_bynode", "colsample_bynode", values: share),
        TunableParameter("lambda_l1", "reg_alpha", values: penalty),
        TunableParameter("lambda_l2", "reg_lambda", values: penalty),
        TunableParameter("path_smooth", values: penalty),
        TunableParameter("cat_smooth", values: penalty),
        TunableParameter("cat_l2", values: penalty),
    ]
}

extension TunableParameter.Values {
    /// The condition for a value. Completes "the key must be …".
    package var expectation: String {
        switch self {
        case .number(let range): "a number from \(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
        case .whole(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .words(let words): words.joined(separator: " or ")
        }
    }

    /// Whether a number is one of the values.
    package func contains(_ number: Double) -> Bool {
        switch self {
        case .number(let range): range.contains(number)
        case .whole(let range): Int(exactly: number).map(range.contains) == true
        case .words: false
        }
    }

    /// Returns a number as a person would write it.
    private static func text(_ number: Double) -> String {
        number == number.rounded() ? String(Int(number)) : String(number)
    }
}
