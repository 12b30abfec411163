internal import Arrow
package import Base
package import Boosting
package import DuckDB
internal import Foundation
package import Snapshots

/// The audit's own model: one member with few rounds, fitted to snapshots that were changed in some way.
///
/// All members are fitted to the same rows. A change that alters neither these rows nor this member's list therefore
/// alters no list.
package struct AuditProbe {
    /// Maximum number of trees or steps: enough to use every feature that matters, and quick.
    private static let mostRounds = 50

    private let configuration: ModelingSettings
    private let snapshots: SnapshotSet
    private let connection: Connection
    private let cancellation: Cancellation

    package init(
        configuration: ModelingSettings, snapshots: SnapshotSet, connection: Connection, cancellation: Cancellation
    ) {
        self.configuration = configuration
        self.snapshots = snapshots
        self.connection = connection
        self.cancellation = cancellation
    }

    /// Returns LightGBM if it is among the members, because it is the fastest.
    package static func member(_ configuration: ModelingSettings) -> LearnerName {
        let members = configuration.models.members
        return members.contains(.lightgbm) ? .lightgbm : members[0]
    }

    /// Returns the number of rounds of the audit's model.
    package static func rounds(_ configuration: ModelingSettings) -> Int {
        min(configuration.learner(member(configuration)).rounds, mostRounds)
    }

    /// Fits on everything that had matured by the snapshots' Sunday and scores every portal that is free on it.
    ///
    /// - Parameters:
    ///   - folder: Receives the model's file.
    ///   - file: The Parquet file of scores to write, in the form of `Scorer`.
    /// - Returns: The model and the forecast of its list, or nil if nothing had converted by then.
    package func score(in folder: String, to file: String) throws -> (model: TrainedModel, forecast: ListForecast)? {
        let period = Split.matured(
            settings: snapshots.adapted(configuration.split), firstSunday: snapshots.firstSunday,
            labelsThrough: snapshots.labelsThrough, horizon: snapshots.horizon)
        let features = FeatureSet(snapshots, firmographics: configuration.features.firmographics)
        guard period.first <= period.last else { return nil }
        let rows = try reader(features).rows(learnedOn: period)
        guard let (plan, fitted) = try fit(rows, features, period) else { return nil }
        try fitted.save(to: folder)
        let model = TrainedModel(
            features: features.features, categories: rows.categories.values, trainedOn: period, snapshots: 0,
            positives: 0, split: Split(train: period, validation: period, test: period),
            members: [
                .init(
                    name: plan.name, file: plan.learner.fileName, features: fitted.featureNames, rounds: fitted.rounds,
                    parameters: [:], version: plan.learner.version)
            ], ensemble: configuration.ensemble)
        let forecasts = try Scorer(
            snapshots: snapshots, firmographics: configuration.features.firmographics, connection: connection
        ).score(
            model, in: folder, calibrations: nil, revenue: nil, cuts: configuration.ranking.bands,
            seed: configuration.seed, to: file)
        return (model, forecasts[ModelName(plan.name)]!)
    }

    /// Fits on the training period and judges on the test period.
    ///
    /// - Returns: The result, or nil if one of the two periods has no conversion.
    package func test() throws -> ShuffledTest? {
        guard
            let split = Split.shrunk(
                settings: configuration.split, firstSunday: snapshots.firstSunday,
                labelsThrough: snapshots.labelsThrough, horizon: snapshots.horizon)
        else { return nil }
        return try test(
            split, features: FeatureSet(snapshots, firmographics: configuration.features.firmographics))
    }

    func test(_ split: Split, features: FeatureSet) throws -> ShuffledTest? {
        let rows = try reader(features).rows(learnedOn: split.train)
        guard let (plan, fitted) = try fit(rows, features, split.train) else { return nil }
        let table = try ArrowTable.read(connection.arrowStream(SQL(unsafe: rows.judging(split.test))))
        guard table.rowCount > 0 else { return nil }
        let scores = try fitted.probabilities(of: table, features: plan.features)
        let byPortal = try connection.rows(SQL(unsafe: rows.conversionsByPortal(split.test))) { Double($0.int(0)!) }
        return try JudgedRows(table).pairsWithinSundays(scores, conversionsByPortal: byPortal)
    }

    private func reader(_ features: FeatureSet) -> PeriodReader {
        PeriodReader(
            snapshots: snapshots, features: features, connection: connection,
            sample: TrainingSample(configuration), cancellation: cancellation)
    }

    /// Fits the model on a period.
    ///
    /// - Returns: The model, or nil if all rows of the period have the same label.
    private func fit(
        _ rows: SnapshotRows, _ features: FeatureSet, _ period: SnapshotPeriod
    ) throws -> (plan: MemberPlan, model: any Classifier)? {
        let training = try reader(features).fitting(rows, period)
        let labels = try training.doubles(features.features.count)
        guard labels.contains(1), labels.contains(0) else { return nil }
        let plan = try MemberPlan(
            Self.member(configuration), configuration: configuration, features: features, threads: 1)
        let prepared = try plan.learner.prepare(
            plan.rows(training, features: features), validation: nil, parameters: plan.parameters)
        let model = try prepared.fit(
            plan.parameters, rounds: Self.rounds(configuration), patience: nil
        ) { _ in try cancellation.check() }
        return (plan, model)
    }
}

extension JudgedRows {
    /// Returns the share of pairs that the scores order correctly. A pair is a conversion and another portal on the
    /// same Sunday; all Sundays count.
    ///
    /// - Parameter conversionsByPortal: The number of Sundays on which each converted portal converts.
    func pairsWithinSundays(_ scores: [Double], conversionsByPortal: [Double]) -> ShuffledTest? {
        var right = 0.0
        var pairs = 0.0
        var others = 0.0
        var spread = 0.0
        let sundays = bySunday(scores)
        for ranked in sundays {
            others += ranked.negatives
            guard let auc = ranked.rocAUC else { continue }
            let weight = ranked.positives * ranked.negatives
            right += auc * weight
            pairs += weight
            let rows = ranked.rows
            let ties = ranked.groups.reduce(0) { $0 + $1.rows * ($1.rows * $1.rows - 1) }
            spread += weight * max(1e-6, 1 - ties / (rows * (rows * rows - 1)))
        }
        let total = conversionsByPortal.reduce(0, +)
        guard pairs > 0, total > 0 else { return nil }
        return ShuffledTest(
            rocAUC: right / pairs, conversions: Int(total),
            portals: total * total / conversionsByPortal.reduce(0) { $0 + $1 * $1 },
            others: others / Double(sundays.count), spread: spread / pairs)
    }
}

extension SnapshotRows {
    /// Returns a query that counts, for each portal that converted in a period, the Sundays followed by its conversion.
    func conversionsByPortal(_ period: SnapshotPeriod) -> String {
        let rows = Self.auditRows(snapshots, [("test", period.sundays)])
        return "SELECT sum(label)::BIGINT FROM (\(rows)) WHERE label = 1 GROUP BY id ORDER BY ALL"
    }
}
