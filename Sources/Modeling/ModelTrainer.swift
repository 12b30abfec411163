internal import Arrow
internal import Boosting
package import DuckDB
internal import Foundation
package import ProspectCore

/// Fits, judges and stores the members: the third stage.
package struct ModelTrainer {
    private let configuration: Configuration
    private let snapshots: SnapshotSet
    private let connection: Connection
    private let tuned: [MemberName: TunedMember]
    private let threads: Int
    private let progress: any ProgressReporter
    private let cancellation: Cancellation

    /// - Parameter tuned: What tuning found, where it is to be used.
    package init(
        configuration: Configuration, snapshots: SnapshotSet, connection: Connection,
        tuned: [MemberName: TunedMember] = [:], threads: Int, progress: any ProgressReporter,
        cancellation: Cancellation
    ) {
        self.configuration = configuration
        self.snapshots = snapshots
        self.connection = connection
        self.tuned = tuned
        self.threads = threads
        self.progress = progress
        self.cancellation = cancellation
    }

    /// The versions of the libraries, by name.
    package static var libraryVersions: [String: String] {
        Dictionary(
            uniqueKeysWithValues: [MemberName.lightgbm, .xgboost].map {
                ($0.rawValue, MemberPlan.learner(of: $0).version)
            })
    }

    /// Fits on the training period, stops early on the validation period, judges on the test period, and fits the
    /// members for the list on everything matured.
    ///
    /// With few conversions the logistic member alone is fitted, or activity ranks; see `SmallData`.
    ///
    /// - Parameter folder: takes the members' files, in their libraries' own formats.
    /// - Returns: the members, and the test metrics of them, the ensemble and the baselines; no metrics where few
    ///   conversions or a short history leave nothing to measure.
    package func train(in folder: String) throws -> (model: TrainedModel, metrics: TestMetrics?) {
        let features = FeatureSet(snapshots, firmographics: configuration.features.firmographics)
        let converted = try BacktestFold.convertedPortals(
            by: snapshots.asOf, snapshots: snapshots, features: features, connection: connection)
        let fallback = SmallData.fallback(convertedPortals: converted, members: configuration.models.members)
        if fallback?.model == .activity { return try trainActivity(features, fallback) }
        let settings = configuration.split
        let names = fallback == nil ? configuration.models.members : [.logistic]
        let plans = try names.map {
            try MemberPlan(
                $0, configuration: configuration, features: features, threads: max(1, threads / names.count)
            ).tuned(by: tuned[$0], features)
        }
        let fitting = MemberFitting(plans: plans, features: features, progress: progress, cancellation: cancellation)
        let isSmall = converted < SmallData.leastForMembers
        let first = try isSmall ? judgedWhereThereIsEnough(fitting) : judged(fitting)

        let model: TrainedModel
        if let first, !settings.refit {
            model = try store(
                first.fitted, on: first.training, period: first.split.train, split: first.split, fitting: fitting,
                categories: first.categories, fallback: fallback, in: folder)
        } else {
            let trainedOn = Split.matured(
                settings: settings, firstSunday: snapshots.firstSunday, asOf: snapshots.asOf,
                horizon: snapshots.horizon)
            let reader = reader(features)
            let rows = try reader.rows(learnedOn: trainedOn)
            let final = try reader.table(rows.fitting(trainedOn), "matured", trainedOn)
            // Only early stopping finds a number of rounds; a solver that has converged may need more on other rows.
            let stopped = plans.filter { $0.patience != nil }.compactMap { plan in
                first.map { (plan.name, max(1, $0.fitted[plan.name]!.rounds)) }
            }
            let fitted = try fitting.fit(
                final, validation: nil, rounds: Dictionary(uniqueKeysWithValues: stopped),
                step: "training on all matured snapshots")
            model = try store(
                fitted, on: final, period: trainedOn, split: first?.split, fitting: fitting,
                categories: rows.categories.values, fallback: fallback, in: folder)
        }
        return (model, first?.metrics)
    }

    private func reader(_ features: FeatureSet) -> PeriodReader {
        PeriodReader(snapshots: snapshots, features: features, connection: connection, cancellation: cancellation)
    }

    /// Members of the training period, and how they did on the test period.
    private struct Judged {
        var fitted: [MemberName: any Classifier]
        var training: ArrowTable
        var categories: [String: [String]]
        var split: Split
        var metrics: TestMetrics
    }

    private func judged(_ fitting: MemberFitting) throws -> Judged {
        let split = try Split.required(settings: configuration.split, snapshots: snapshots)
        let reader = reader(fitting.features)
        let rows = try reader.rows(learnedOn: split.train)
        let training = try reader.table(rows.fitting(split.train), "training", split.train)
        let validation = try reader.table(rows.fitting(split.validation), "validation", split.validation)
        let fitted = try fitting.fit(training, validation: validation, step: "training")
        let table = try reader.table(rows.judging(split.test), "test", split.test)
        let rates = try ActivityRates(rows, period: split.train, connection: connection)
        return Judged(
            fitted: fitted, training: training, categories: rows.categories.values, split: split,
            metrics: try judging(rows, rates).judge(fitted, plans: fitting.plans, table: table, period: split.test))
    }

    /// As `judged`, without early stopping; with few conversions a period may have none.
    ///
    /// - Returns: nil where there is nothing to fit on, or no test period.
    private func judgedWhereThereIsEnough(_ fitting: MemberFitting) throws -> Judged? {
        guard
            let split = Split(
                settings: configuration.split, firstSunday: snapshots.firstSunday, asOf: snapshots.asOf,
                horizon: snapshots.horizon)
        else { return nil }
        let rows = try reader(fitting.features).rows(learnedOn: split.train)
        let training = try ArrowTable.read(connection.arrowStream(rows.fitting(split.train)))
        guard try LabelledTable(training).labels.contains(true) else { return nil }
        let fitted = try fitting.fit(training, validation: nil, step: "training")
        let table = try ArrowTable.read(connection.arrowStream(rows.judging(split.test)))
        let rates = try ActivityRates(rows, period: split.train, connection: connection)
        return Judged(
            fitted: fitted, training: training, categories: rows.categories.values, split: split,
            metrics: try judging(rows, rates).judge(fitted, plans: fitting.plans, table: table, period: split.test))
    }

    private func judging(_ rows: SnapshotRows, _ rates: ActivityRates) -> TestJudging {
        TestJudging(
            configuration: configuration, rows: rows, rates: rates, connection: connection, threads: threads,
            progress: progress, cancellation: cancellation)
    }

    private func store(
        _ fitted: [MemberName: any Classifier], on table: ArrowTable, period: Split.Period, split: Split?,
        fitting: MemberFitting, categories: [String: [String]], fallback: SmallData.Fallback?, in folder: String
    ) throws -> TrainedModel {
        for member in fitted.values { try member.save(to: folder) }
        let labelled = try LabelledTable(table)
        let positives = zip(labelled.labels, labelled.weights).reduce(0) { $0 + ($1.0 ? $1.1 : 0) }
        return TrainedModel(
            features: fitting.features.features, categories: categories, trainedOn: period,
            snapshots: Int(labelled.weights.reduce(0, +)), positives: Int(positives), split: split,
            members: try fitting.plans.map { plan in
                let entries = try plan.parameters(balance: labelled.balance).entries
                return .init(
                    name: plan.name, file: plan.learner.fileName, features: fitted[plan.name]!.featureNames,
                    rounds: fitted[plan.name]!.rounds,
                    parameters: Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.value) }),
                    origin: plan.origin, study: plan.study, version: plan.learner.version)
            }, ensemble: configuration.ensemble, fallback: fallback)
    }

    /// No member is fitted: activity ranks, and the base rate says how likely.
    private func trainActivity(
        _ features: FeatureSet, _ fallback: SmallData.Fallback?
    ) throws -> (model: TrainedModel, metrics: TestMetrics?) {
        let none = CategoryDictionaries(features, values: [:])
        try none.createTables(connection)
        let rows = SnapshotRows(snapshots: snapshots, features: features, categories: none)
        let split = Split(
            settings: configuration.split, firstSunday: snapshots.firstSunday, asOf: snapshots.asOf,
            horizon: snapshots.horizon)
        let metrics = try split.map { split in
            let rates = try ActivityRates(rows, period: split.train, connection: connection)
            let table = try ArrowTable.read(connection.arrowStream(rows.judging(split.test)))
            return try judging(rows, rates).judge([:], plans: [], table: table, period: split.test)
        }
        let matured = Split.matured(
            settings: configuration.split, firstSunday: snapshots.firstSunday, asOf: snapshots.asOf,
            horizon: snapshots.horizon)
        let rates = try ActivityRates(rows, period: matured, connection: connection)
        let model = TrainedModel(
            features: features.features, categories: [:], trainedOn: matured, snapshots: Int(rates.snapshots),
            positives: Int(rates.positives), split: split, members: [], ensemble: configuration.ensemble,
            fallback: fallback, activity: rates)
        return (model, metrics)
    }
}
