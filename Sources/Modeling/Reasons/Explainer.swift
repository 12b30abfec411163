internal import Arrow
internal import Boosting
package import DuckDB
internal import Foundation
package import Snapshots

/// Explains the score of each listed portal.
///
/// `Documentation/Reasons.md` describes the rule. In short: the contributions come from the boosters' exact TreeSHAP
/// and are added up by signal. They are then carried through ensemble and calibration, so that base and contributions
/// add up to the log-odds of the listed probability.
package struct Explainer {
    private let snapshots: SnapshotSet
    private let firmographics: Bool
    private let connection: Connection
    private let threads: Int

    /// Makes an explainer.
    ///
    /// - Parameters:
    ///   - firmographics: Whether models of this configuration see firmographics.
    ///   - threads: The number of threads for the libraries. The result does not depend on it.
    package init(snapshots: SnapshotSet, firmographics: Bool, connection: Connection, threads: Int) {
        self.snapshots = snapshots
        self.firmographics = firmographics
        self.connection = connection
        self.threads = threads
    }

    /// Writes the reasons and the axes of every model's best portals.
    ///
    /// - Parameters:
    ///   - folder: The folder with the members' files.
    ///   - calibrations: The maps from raw to listed scores, by model. The ensemble combines raw scores and has a map
    ///     of its own.
    ///   - top: How many portals of each list to explain. Portals with the same score as the last of them are explained
    ///     too.
    ///   - reasons: The Parquet file with one row per portal and signal, in their order.
    ///   - axes: The Parquet file with one row per model and portal, in their order.
    /// - Throws: `ModelingError` if the model's features are not those of the data.
    package func explain(
        _ model: TrainedModel, in folder: String, calibrations: [ModelName: Calibration] = [:], top: Int,
        reasons: String, axes: String
    ) throws {
        // Activity ranks the list, so there is no member to explain.
        if model.members.isEmpty {
            return try ReasonWriter.writeNone(
                model.names, reasons: reasons, axes: axes, connection: connection)
        }
        try write(
            explain(portals(of: model), of: model, in: folder, calibrations: calibrations, top: top), reasons: reasons,
            axes: axes)
    }

    /// Reads the free portals as the model sees them.
    ///
    /// - Throws: `ModelingError` if the model's features are not those of the data.
    package func portals(of model: TrainedModel) throws -> FreePortals {
        let features = FeatureSet(snapshots, firmographics: firmographics)
        try features.requireSame(as: model.features)
        let categories = CategoryDictionaries(features, values: model.categories)
        try categories.createTables(connection)
        return try FreePortals(
            SnapshotRows(snapshots: snapshots, features: features, categories: categories), connection: connection)
    }

    /// Returns the contribution of every signal to the listed scores of the best portals, by model.
    package func explain(
        _ portals: FreePortals, of model: TrainedModel, in folder: String, calibrations: [ModelName: Calibration],
        top: Int
    ) throws -> ExplainedLists {
        let members = try model.members.map { member in
            try ExplainedMember(member, folder: folder, features: portals.features, threads: threads)
        }
        let chosen = try Self.best(top, of: model, members: members, portals: portals, calibrations: calibrations)
        let explained = Set(chosen.values.joined()).sorted()
        let table = try portals.table(explained.count == portals.portalCounts.count ? nil : explained)
        let explanations = try Self.explanations(model, members: members) { try $0.explain(table) }
        let positions = Dictionary(uniqueKeysWithValues: explained.enumerated().map { ($1, $0) })
        return ExplainedLists(
            features: portals.features,
            lists: Self.explained(model).map { name in
                let rows = chosen[name]!
                return (
                    name,
                    ExplainedRows(
                        explanations[name]!.calibrated(calibrations[name]).settled(), rows: rows.map { positions[$0]! },
                        groups: rows, counts: portals.portalCounts)
                )
            })
    }

    /// Puts the explanations into words and writes both files.
    package func write(_ explained: ExplainedLists, reasons: String, axes: String) throws {
        let writer = ReasonWriter(features: explained.features, snapshots: snapshots, connection: connection)
        for (name, rows) in explained.lists { try writer.add(name, rows) }
        try writer.write(reasons: reasons, axes: axes)
    }

    /// Returns the models with reasons. A list by activity explains itself.
    private static func explained(_ model: TrainedModel) -> [ModelName] { model.names.filter { $0 != .activity } }

    /// Returns the models' explanations, made from those of their members, before calibration.
    private static func explanations(
        _ model: TrainedModel, members: [ExplainedMember], _ explain: (ExplainedMember) throws -> ScoreExplanation
    ) rethrows -> [ModelName: ScoreExplanation] {
        var parts: [LearnerName: ScoreExplanation] = [:]
        for member in members { parts[member.name] = try explain(member) }
        var all = Dictionary(uniqueKeysWithValues: parts.map { (ModelName($0), $1) })
        all[.ensemble] = Ensemble(model.ensemble).explain(parts)
        return all
    }

    /// Returns for each model the rows of features of its best portals, ascending.
    private static func best(
        _ top: Int, of model: TrainedModel, members: [ExplainedMember], portals: FreePortals,
        calibrations: [ModelName: Calibration]
    ) throws -> [ModelName: [Int]] {
        let counts = portals.portalCounts
        guard top > 0 else { return Dictionary(uniqueKeysWithValues: explained(model).map { ($0, []) }) }
        guard top < counts.reduce(0, +) else {
            return Dictionary(uniqueKeysWithValues: explained(model).map { ($0, Array(counts.indices)) })
        }
        var raw: [LearnerName: [Double]] = [:]
        let batches = try portals.batches()
        while let table = try batches.next() {
            for member in members { raw[member.name, default: []] += try member.scores(table) }
        }
        let scores = explanations(model, members: members) { member in
            // These are scores only; nothing is explained yet.
            ScoreExplanation(signalCount: 0, base: 0, scores: raw[member.name] ?? [], values: [])
        }
        return Dictionary(
            uniqueKeysWithValues: explained(model).map { name in
                let listed = scores[name]!.calibrated(calibrations[name]).scores
                var rest = top
                var least = -Double.infinity
                for row in listed.indices.sorted(by: { listed[$0] > listed[$1] }) where rest > 0 {
                    rest -= counts[row]
                    least = listed[row]
                }
                return (name, listed.indices.filter { listed[$0] >= least })
            })
    }
}

/// The explained portals of every list.
package struct ExplainedLists {
    let features: FeatureSet
    let lists: [(name: ModelName, rows: ExplainedRows)]
}

extension ScoreExplanation {
    fileprivate func calibrated(_ calibration: Calibration?) -> ScoreExplanation {
        guard let calibration, calibration != .none else { return self }
        return carried(through: .bounded).carried(through: .calibration(calibration))
    }
}

/// A stored member, with what is needed to explain rows.
private struct ExplainedMember {
    let name: LearnerName
    private let classifier: any Classifier
    /// The positions of the member's features among all features.
    private let features: [Int]
    /// The index of the signal of each of the member's features.
    private let signals: [Int]
    private let signalCount: Int

    init(_ member: TrainedModel.Member, folder: String, features all: FeatureSet, threads: Int) throws {
        name = member.name
        classifier = try member.name.learner.load(from: folder, threads: threads)
        guard classifier.featureNames == member.features else {
            throw ModelingError.featuresDiffer("model.json and \(member.file) name different features")
        }
        let positions = Dictionary(uniqueKeysWithValues: all.features.enumerated().map { ($1.name, $0) })
        let places = Dictionary(uniqueKeysWithValues: all.signals.enumerated().map { ($1, $0) })
        features = member.features.map { positions[$0]! }
        signals = features.map { places[all.features[$0].signal]! }
        signalCount = places.count
    }

    func scores(_ table: ArrowTable) throws -> [Double] { try classifier.rawScores(of: table, features: features) }

    func explain(_ table: ArrowTable) throws -> ScoreExplanation {
        try ScoreExplanation(
            classifier.contributions(of: table, features: features), scores: scores(table), signals: signals,
            signalCount: signalCount
        ).settled()
    }
}
