internal import Arrow
internal import Boosting
package import DuckDB
package import ProspectCore

/// Scores every free portal of the run's Sunday with a stored model.
package struct Scorer {
    private let snapshots: SnapshotSet
    private let firmographics: Bool
    private let connection: Connection

    /// - Parameter firmographics: whether models of this configuration see them.
    package init(snapshots: SnapshotSet, firmographics: Bool, connection: Connection) {
        self.snapshots = snapshots
        self.firmographics = firmographics
        self.connection = connection
    }

    /// Writes `id` and `P_CONVERT_30D` of every portal as Parquet, in the order of the ids.
    ///
    /// - Parameters:
    ///   - folder: the folder that holds the model's file.
    ///   - file: the Parquet file to be written.
    /// - Throws: `ModelingError` when the model's features are not those of the data.
    package func score(_ model: TrainedModel, in folder: String, to file: String) throws {
        let features = FeatureSet(snapshots, firmographics: firmographics)
        try verify(model, against: features)
        let booster = try LightGBMBooster.load(path: folder + "/" + model.file)
        guard booster.featureNames == model.features.map(\.name) else {
            throw ModelingError.featuresDiffer("model.json and \(model.file) name different features")
        }
        let categories = CategoryDictionaries(columns: features.categorical, values: model.categories)
        try categories.createTables(connection)
        let rows = SnapshotRows(snapshots: snapshots, features: features, categories: categories)
        let table = try ArrowTable.read(connection.arrowStream(rows.scoring()))
        let scores = try booster.probabilities(of: table, features: Array(features.features.indices))
        try connection.register(ScoreSource(scores), as: "model_scores")
        try connection.execute(
            """
            COPY (
                SELECT ids.id, s.probability AS P_CONVERT_30D
                FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM (\(rows.scoring()))) ids
                JOIN model_scores() s ON s.place = ids.place ORDER BY ids.id
            ) TO \(SQL.literal(file)) (FORMAT parquet, COMPRESSION snappy)
            """)
    }

    /// The features of the data must be those of the model, in their order and with their definition.
    private func verify(_ model: TrainedModel, against features: FeatureSet) throws {
        let known = Dictionary(model.features.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let present = Dictionary(features.features.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let missing = model.features.map(\.name).filter { present[$0] == nil }
        let added = features.features.map(\.name).filter { known[$0] == nil }
        let changed = model.features.filter { present[$0.name].map { $0 != known[$0.name] } ?? false }.map(\.name)
        func list(_ names: [String]) -> String {
            names.prefix(5).joined(separator: ", ") + (names.count > 5 ? ", …" : "")
        }
        var differences: [String] = []
        if !missing.isEmpty { differences.append("the data does not have \(list(missing))") }
        if !added.isEmpty { differences.append("the model does not know \(list(added))") }
        if !changed.isEmpty { differences.append("\(list(changed)) is defined differently") }
        if differences.isEmpty, model.features != features.features {
            differences.append("the features are in a different order")
        }
        guard differences.isEmpty else { throw ModelingError.featuresDiffer(differences.joined(separator: "; ")) }
    }
}

/// Scores by the place of their row.
private final class ScoreSource: RowSource {
    private let scores: [Double]
    private var next = 0

    init(_ scores: [Double]) { self.scores = scores }

    let columns: [(name: String, type: ColumnType)] = [("place", .bigint), ("probability", .double)]

    func fill(_ chunk: OutputChunk) -> Int {
        let count = min(chunk.capacity, scores.count - next)
        let places = chunk.column(0, as: Int64.self)
        let probabilities = chunk.column(1, as: Double.self)
        for row in 0..<count {
            places[row] = Int64(next + row)
            probabilities[row] = scores[next + row]
        }
        next += count
        return count
    }
}
