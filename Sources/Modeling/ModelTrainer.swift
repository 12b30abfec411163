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
    /// - Parameter folder: takes the members' files, in their libraries' own formats.
    /// - Returns: the members, and the test metrics of them, the ensemble and the baselines.
    package func train(in folder: String) throws -> (model: TrainedModel, metrics: TestMetrics) {
        let settings = configuration.split
        let split = try Split.required(settings: settings, snapshots: snapshots)
        let features = FeatureSet(snapshots, firmographics: configuration.features.firmographics)
        let names = configuration.models.members
        let plans = try names.map {
            try MemberPlan(
                $0, configuration: configuration, features: features, threads: max(1, threads / names.count)
            ).tuned(by: tuned[$0], features)
        }
        let fitting = MemberFitting(plans: plans, features: features, progress: progress, cancellation: cancellation)

        let reader = PeriodReader(
            snapshots: snapshots, features: features, connection: connection, cancellation: cancellation)
        var rows = try reader.rows(learnedOn: split.train)
        let training = try reader.table(rows.fitting(split.train), "training", split.train)
        let validation = try reader.table(rows.fitting(split.validation), "validation", split.validation)
        var fitted = try fitting.fit(training, validation: validation, step: "training")
        let metrics = try judge(fitted, plans: plans, rows: rows, reader: reader, period: split.test)

        var trainedOn = split.train
        var final = training
        if settings.refit {
            trainedOn = Split.matured(
                settings: settings, firstSunday: snapshots.firstSunday, asOf: snapshots.asOf,
                horizon: snapshots.horizon)
            rows = try reader.rows(learnedOn: trainedOn)
            final = try reader.table(rows.fitting(trainedOn), "matured", trainedOn)
            // Only early stopping finds a number of rounds; a solver that has converged may need more on other rows.
            let stopped = plans.filter { $0.patience != nil }.map { ($0.name, max(1, fitted[$0.name]!.rounds)) }
            fitted = try fitting.fit(
                final, validation: nil, rounds: Dictionary(uniqueKeysWithValues: stopped),
                step: "training on all matured snapshots")
        }
        for member in fitted.values { try member.save(to: folder) }
        let (count, positives) = try totals(final, features: features)
        let balance = try LabelledTable(final).balance
        let model = TrainedModel(
            features: features.features, categories: rows.categories.values, trainedOn: trainedOn, snapshots: count,
            positives: positives, split: split,
            members: try plans.map { plan in
                let entries = try plan.parameters(balance: balance).entries
                return .init(
                    name: plan.name, file: plan.learner.fileName, features: fitted[plan.name]!.featureNames,
                    rounds: fitted[plan.name]!.rounds,
                    parameters: Dictionary(uniqueKeysWithValues: entries.map { ($0.name, $0.value) }),
                    origin: plan.origin, study: plan.study, version: plan.learner.version)
            }, ensemble: configuration.ensemble)
        return (model, metrics)
    }

    /// Judges the members, the ensemble and the baselines on a period.
    private func judge(
        _ fitted: [MemberName: any Classifier], plans: [MemberPlan], rows: SnapshotRows, reader: PeriodReader,
        period: Split.Period
    ) throws -> TestMetrics {
        progress.begin("judging on \(period.first) to \(period.last)", total: nil, unit: "rows")
        let table = try reader.table(rows.judging(period), "test", period)
        let judged = try JudgedRows(table)
        var probabilities: [MemberName: [Double]] = [:]
        for plan in plans {
            probabilities[plan.name] = try fitted[plan.name]!.probabilities(of: table, features: plan.features)
        }
        var models: [String: Evaluation] = [:]
        for (name, values) in probabilities { models[name.rawValue] = judged.evaluate(values, isProbability: true) }
        if let values = Ensemble(configuration.ensemble).combine(probabilities) {
            models[ModelName.ensemble.rawValue] = judged.evaluate(values, isProbability: true)
        }
        models["random"] = judged.evaluate(
            [Double](repeating: judged.baseRate, count: table.rowCount), isProbability: true)
        models["user_weeks_30d"] = judged.evaluate(judged.baseline, isProbability: false)
        progress.end("\(table.rowCount) distinct rows")
        return try TestMetrics(
            period: TestMetrics.Period(
                first: period.first, last: period.last, sundays: period.sundays.count, snapshots: judged.rowCount,
                positives: judged.positives,
                convertedPortals: connection.row(rows.convertedPortals(period)) { $0.int(0)! }),
            models: models)
    }

    private func totals(_ table: ArrowTable, features: FeatureSet) throws -> (snapshots: Int, positives: Int) {
        let labels = try table.doubles(features.features.count)
        let weights = try table.doubles(features.features.count + 1)
        let positives = zip(labels, weights).reduce(0.0) { $0 + $1.0 * $1.1 }
        return (Int(weights.reduce(0, +)), Int(positives))
    }
}
