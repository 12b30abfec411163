internal import Arrow
internal import Boosting

/// The stored members of a model, for scoring rows.
struct MemberScores {
    private let members: [(name: LearnerName, classifier: any Classifier, features: [Int])]
    private let model: TrainedModel

    /// Loads the members.
    ///
    /// - Parameters:
    ///   - positions: The positions of the features in the rows, by name.
    ///   - folder: The folder with the members' files.
    init(_ model: TrainedModel, positions: [String: Int], folder: String) throws {
        self.model = model
        members = try model.members.map { member in
            let classifier = try member.name.learner.load(from: folder, threads: 1)
            guard classifier.featureNames == member.features else {
                throw ModelingError.featuresDiffer("model.json and \(member.file) name different features")
            }
            return (member.name, classifier, member.features.map { positions[$0]! })
        }
    }

    /// The models that give scores, in the order of their columns.
    var names: [ModelName] {
        members.map { ModelName($0.name) } + (model.activity == nil ? [] : [.activity])
            + (Ensemble(model.ensemble).combine(Dictionary(uniqueKeysWithValues: members.map { ($0.name, []) })) == nil
                ? [] : [.ensemble])
    }

    /// Returns each model's raw probabilities, in the order of `names`.
    func probabilities(of table: ArrowTable) throws -> [[Double]] {
        var byMember: [LearnerName: [Double]] = [:]
        for member in members {
            byMember[member.name] = try member.classifier.probabilities(of: table, features: member.features)
        }
        var columns = members.map { byMember[$0.name]! }
        if let rates = model.activity {
            columns.append(
                try table.doubles(table.index(of: SnapshotRows.baseline)!).map { rates.probability(userWeeks: $0) })
        }
        if let combined = Ensemble(model.ensemble).combine(byMember) { columns.append(combined) }
        return columns
    }
}
