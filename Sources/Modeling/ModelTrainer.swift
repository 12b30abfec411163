internal import Arrow
internal import Boosting
package import DuckDB
internal import Foundation
package import ProspectCore
internal import Synchronization

/// Fits, judges and stores the members: the third stage.
package struct ModelTrainer: Sendable {
    private let configuration: Configuration
    private let snapshots: SnapshotSet
    private let database: Database
    private let tuned: [MemberName: TunedMember]
    private let threads: Int
    private let progress: any ProgressReporter
    private let cancellation: Cancellation

    /// - Parameters:
    ///   - connection: to the database in which all work is done, by connections of its own.
    ///   - tuned: What tuning found, where it is to be used.
    package init(
        configuration: Configuration, snapshots: SnapshotSet, connection: Connection,
        tuned: [MemberName: TunedMember] = [:], threads: Int, progress: any ProgressReporter,
        cancellation: Cancellation
    ) {
        self.configuration = configuration
        self.snapshots = snapshots
        database = connection.database
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
    /// - Parameters:
    ///   - folder: takes the members' files, in their libraries' own formats.
    ///   - revenue: learns what customers pay from the same features, beside the members.
    /// - Returns: the members, the test metrics of them, the ensemble and the baselines, and what customers pay; no
    ///   metrics where few conversions or a short history leave nothing to measure.
    package func train(
        in folder: String, revenue: RevenueTrainer?
    ) throws -> (model: TrainedModel, metrics: TestMetrics?, revenue: RevenueModel?) {
        let features = FeatureSet(snapshots, firmographics: configuration.features.firmographics)
        let connection = try database.connect()
        let converted = try BacktestFold.convertedPortals(
            by: snapshots.asOf, snapshots: snapshots, features: features, connection: connection)
        let fallback = SmallData.fallback(convertedPortals: converted, members: configuration.models.members)
        if fallback?.model == .activity {
            let (model, metrics) = try trainActivity(features, fallback, connection)
            return (model, metrics, try revenue?.train(model, in: folder))
        }
        let names = fallback == nil ? configuration.models.members : [.logistic]
        let plans = try names.map {
            try MemberPlan(
                $0, configuration: configuration, features: features, threads: max(1, threads / names.count)
            ).tuned(by: tuned[$0], features)
        }
        let fitting = MemberFitting(
            plans: plans, features: features, progress: progress, cancellation: cancellation, threads: threads)
        let isSmall = converted < SmallData.leastForMembers
        let first = try isSmall ? fittedWhereThereIsEnough(fitting, connection) : fitted(fitting, connection)

        if let first, !configuration.split.refit {
            let model = try store(
                first.fitted, on: first.training, period: first.split.train, split: first.split, fitting: fitting,
                categories: first.rows.categories.values, fallback: fallback, in: folder)
            let metrics = try judge(first, fitting, needsConversions: !isSmall, progress: progress)
            return (model, metrics, try revenue?.train(model, in: folder))
        }
        return try refit(fitting, after: first, isSmall: isSmall, fallback: fallback, revenue: revenue, in: folder)
    }

    /// The same without revenue.
    package func train(in folder: String) throws -> (model: TrainedModel, metrics: TestMetrics?) {
        let (model, metrics, _) = try train(in: folder, revenue: nil)
        return (model, metrics)
    }

    /// Fits on everything matured; the threads that no member needs judge on the test period and learn what customers pay.
    private func refit(
        _ fitting: MemberFitting, after first: FirstFit?, isSmall: Bool, fallback: SmallData.Fallback?,
        revenue: RevenueTrainer?, in folder: String
    ) throws -> (model: TrainedModel, metrics: TestMetrics?, revenue: RevenueModel?) {
        let period = Split.matured(
            settings: configuration.split, firstSunday: snapshots.firstSunday, asOf: snapshots.asOf,
            horizon: snapshots.horizon)
        let reader = try reader(fitting.features, database.connect())
        let rows = try reader.rows(learnedOn: period)
        let table = try reader.fitting(rows, "matured", period)
        // Only early stopping finds a number of rounds; a solver that has converged may need more on other rows.
        let stopped = fitting.plans.filter { $0.patience != nil }.compactMap { plan in
            first.map { (plan.name, max(1, $0.fitted[plan.name]!.rounds)) }
        }
        let metrics = Mutex<TestMetrics?>(nil)
        let learned = Mutex<RevenueModel?>(nil)
        let fitted = try fitting.fit(
            table, validation: nil, rounds: Dictionary(uniqueKeysWithValues: stopped),
            step: "training on all matured snapshots",
            beside: [
                {
                    guard let first else { return }
                    let judged = try judge(first, fitting, needsConversions: !isSmall, progress: SilentProgress())
                    metrics.withLock { $0 = judged }
                },
                {
                    guard let revenue else { return }
                    let model = try revenue.train(
                        fitting.features.features, categories: rows.categories.values, in: folder)
                    learned.withLock { $0 = model }
                },
            ])
        let model = try store(
            fitted, on: table, period: period, split: first?.split, fitting: fitting,
            categories: rows.categories.values, fallback: fallback, in: folder)
        return (model, metrics.withLock { $0 }, learned.withLock { $0 })
    }

    private func reader(_ features: FeatureSet, _ connection: Connection) -> PeriodReader {
        PeriodReader(
            snapshots: snapshots, features: features, connection: connection,
            sample: TrainingSample(configuration), cancellation: cancellation)
    }

    /// Members of the training period.
    private struct FirstFit {
        var fitted: [MemberName: any Classifier]
        var training: ArrowTable
        /// With the training period's categories.
        var rows: SnapshotRows
        var split: Split
    }

    private func fitted(_ fitting: MemberFitting, _ connection: Connection) throws -> FirstFit {
        let split = try Split.required(settings: configuration.split, snapshots: snapshots)
        let rows = try reader(fitting.features, connection).rows(learnedOn: split.train)
        let tables = try concurrently(2, threads: threads) {
            let connection = try database.connect()
            try rows.categories.createTables(connection)
            return reader(fitting.features, connection)
        } body: { reader, part in
            part == 0
                ? try reader.fitting(rows, "training", split.train)
                : try reader.fitting(rows, "validation", split.validation)
        }
        let fitted = try fitting.fit(tables[0], validation: tables[1], step: "training")
        return FirstFit(fitted: fitted, training: tables[0], rows: rows, split: split)
    }

    /// As `fitted`, without early stopping; with few conversions a period may have none.
    ///
    /// - Returns: nil where there is nothing to fit on, or no test period.
    private func fittedWhereThereIsEnough(_ fitting: MemberFitting, _ connection: Connection) throws -> FirstFit? {
        guard
            let split = Split(
                settings: configuration.split, firstSunday: snapshots.firstSunday, asOf: snapshots.asOf,
                horizon: snapshots.horizon)
        else { return nil }
        let reader = reader(fitting.features, connection)
        let rows = try reader.rows(learnedOn: split.train)
        let training = try reader.fitting(rows, split.train)
        guard try LabelledTable(training).labels.contains(true) else { return nil }
        let fitted = try fitting.fit(training, validation: nil, step: "training")
        return FirstFit(fitted: fitted, training: training, rows: rows, split: split)
    }

    private func judge(
        _ first: FirstFit, _ fitting: MemberFitting, needsConversions: Bool, progress: any ProgressReporter
    ) throws -> TestMetrics {
        let connection = try database.connect()
        try first.rows.categories.createTables(connection)
        let rates = try ActivityRates(first.rows, period: first.split.train, connection: connection)
        return try TestJudging(
            configuration: configuration, rows: first.rows, rates: rates, connection: connection, threads: threads,
            progress: progress, cancellation: cancellation
        ).judge(first.fitted, plans: fitting.plans, period: first.split.test, needsConversions: needsConversions)
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
            snapshots: Int(labelled.weights.reduce(0, +).rounded()), positives: Int(positives),
            rows: table.rowCount, split: split,
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
        _ features: FeatureSet, _ fallback: SmallData.Fallback?, _ connection: Connection
    ) throws -> (model: TrainedModel, metrics: TestMetrics?) {
        let none = CategoryDictionaries(features, values: [:])
        try none.createTables(connection)
        let rows = SnapshotRows(snapshots: snapshots, features: features, categories: none)
        let split = Split(
            settings: configuration.split, firstSunday: snapshots.firstSunday, asOf: snapshots.asOf,
            horizon: snapshots.horizon)
        let metrics = try split.map { split in
            let rates = try ActivityRates(rows, period: split.train, connection: connection)
            return try TestJudging(
                configuration: configuration, rows: rows, rates: rates, connection: connection, threads: threads,
                progress: progress, cancellation: cancellation
            ).judge([:], plans: [], period: split.test, needsConversions: false)
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
