extension FeatureSet {
    /// Checks that the features of the data are those of the model, with the same order and definitions.
    ///
    /// - Throws: `ModelingError` that names the difference.
    func requireSame(as stored: [TrainedModel.Feature]) throws {
        let known = Dictionary(stored.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let present = Dictionary(features.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let missing = stored.map(\.name).filter { present[$0] == nil }
        let added = features.map(\.name).filter { known[$0] == nil }
        let changed = stored.filter { feature in present[feature.name].map { $0 != feature } ?? false }.map(\.name)
        func list(_ names: [String]) -> String {
            names.prefix(5).joined(separator: ", ") + (names.count > 5 ? " and \(names.count - 5) more" : "")
        }
        var differences: [String] = []
        if !missing.isEmpty { differences.append("the data does not have \(list(missing))") }
        if !added.isEmpty { differences.append("the model does not know \(list(added))") }
        if !changed.isEmpty { differences.append("\(list(changed)) is defined differently") }
        if differences.isEmpty, stored != features { differences.append("the features are in a different order") }
        guard differences.isEmpty else { throw ModelingError.featuresDiffer(differences.joined(separator: "; ")) }
    }
}
