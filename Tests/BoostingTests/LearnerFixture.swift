import Arrow
import Boosting
import Foundation
import TestSupport

extension Fixture {
    /// Settings under which a learner finds what is in small tables: small trees, little regularisation.
    static func parameters(
        for kind: LearnerName, threads: Int = 1, _ more: KeyValuePairs<String, String> = [:]
    ) throws -> ParameterList {
        var list = kind.learner.parameters(seed: 7, threads: threads)
        let own: KeyValuePairs =
            switch kind {
            case .lightgbm:
                [
                    "num_leaves": "7", "learning_rate": "0.1", "min_data_in_leaf": "1", "min_data_in_bin": "1",
                    "min_sum_hessian_in_leaf": "1", "min_data_per_group": "1", "cat_smooth": "1",
                    "max_cat_to_onehot": "1",
                ]
            case .xgboost: ["max_depth": "3", "learning_rate": "0.1", "max_cat_to_onehot": "1"]
            default: ["l2": "1"]
            }
        for (name, value) in own { try list.set(name, value) }
        for (name, value) in more { try list.set(name, value) }
        return list
    }

    /// The made-up rows of `rows(_:from:)` as training rows.
    static func trainingRows(_ table: ArrowTable, weighted: Bool = false) -> TrainingRows {
        TrainingRows(table, features: features, label: label, weight: weighted ? weight : nil)
    }

    static func classifier(
        _ kind: LearnerName, _ rows: TrainingRows, validation: TrainingRows? = nil, rounds: Int = 40,
        parameters: ParameterList? = nil
    ) throws -> any Classifier {
        let parameters = try parameters ?? Self.parameters(for: kind)
        return try kind.learner.prepare(rows, validation: validation, parameters: parameters)
            .fit(parameters, rounds: rounds)
    }

    /// The bytes of a model's file.
    static func bytes(_ classifier: any Classifier) throws -> Data {
        let folder = try TemporaryFolder()
        try classifier.save(to: folder.path)
        return try Data(contentsOf: URL(filePath: folder.path + "/" + classifier.kind.learner.fileName))
    }
}
