internal import Arrow
internal import Boosting
package import DuckDB
internal import Foundation
package import ProspectCore

/// Fits, judges and stores a LightGBM model: the third stage.
package struct ModelTrainer {
    private let configuration: Configuration
    private let snapshots: SnapshotSet
    private let connection: Connection
    private let threads: Int
    private let progress: any ProgressReporter
    private let cancellation: Cancellation

    package init(
        configuration: Configuration, snapshots: SnapshotSet, connection: Connection, threads: Int,
        progress: any ProgressReporter, cancellation: Cancellation
    ) {
        self.configuration = configuration
        self.snapshots = snapshots
        self.connection = connection
        self.threads = threads
        self.progress = progress
        self.cancellation = cancellation
    }

    /// The version of LightGBM.
    package static var libraryVersion: String { LightGBMBooster.pinnedVersion }

    /// Fits on the training period, stops early on the validation period, judges on the test period, and fits the
    /// model for the list on everything matured.
    ///
    /// - Parameter folder: takes `model.txt`, in LightGBM's own format.
    /// - Returns: the model and the test metrics of it and of the baselines, by name.
    package func train(in folder: String) throws -> (model: TrainedModel, metrics: TestMetrics) {
        let settings = configuration.split
        guard
            let split = Split(
                settings: settings, firstSunday: snapshots.firstSunday, asOf: snapshots.asOf,
                horizon: snapshots.horizon)
        else {
            throw ModelingError.historyTooShort(
                weeks: (snapshots.asOf - snapshots.firstSunday) / 7 + 1,
                needed: Split.weeksNeeded(settings: settings, horizon: snapshots.horizon))
        }
        let features = FeatureSet(snapshots, firmographics: configuration.features.firmographics)
        let parameters = try boostingParameters(features)

        let categories = try CategoryDictionaries(
            snapshots, features: features, period: split.train, connection: connection)
        try categories.createTables(connection)
        let rows = SnapshotRows(snapshots: snapshots, features: features, categories: categories)
        let training = try table(rows.fitting(split.train), "training", split.train)
        let validation = try table(rows.fitting(split.validation), "validation", split.validation)
        let evaluated = try fit(training, validation, features: features, parameters: parameters)
        let rounds = evaluated.treeCount

        progress.begin("judging on \(split.test.first) to \(split.test.last)", total: nil, unit: "rows")
        let test = try table(rows.judging(split.test), "test", split.test)
        let metrics = try TestMetrics(
            period: describe(split.test, rows: rows, test: test),
            models: judge(evaluated, on: test, featureCount: features.features.count))
        progress.end("\(test.rowCount) distinct rows")

        var model = TrainedModel(
            learner: "lightgbm", file: "model.txt", features: features.features, categories: categories.values,
            trainedOn: split.train, snapshots: 0, positives: 0, split: split, rounds: rounds,
            parameters: Dictionary(uniqueKeysWithValues: parameters.entries.map { ($0.name, $0.value) }),
            versions: ["lightgbm": LightGBMBooster.pinnedVersion, "duckdb": Database.libraryVersion])
        var final = training
        if settings.refit {
            model.trainedOn = Split.matured(
                settings: settings, firstSunday: snapshots.firstSunday, asOf: snapshots.asOf,
                horizon: snapshots.horizon)
            let categories = try CategoryDictionaries(
                snapshots, features: features, period: model.trainedOn, connection: connection)
            try categories.createTables(connection)
            model.categories = categories.values
            let rows = SnapshotRows(snapshots: snapshots, features: features, categories: categories)
            final = try table(rows.fitting(model.trainedOn), "matured", model.trainedOn)
            let booster = try refit(final, features: features, parameters: parameters, rounds: rounds)
            try booster.save(path: folder + "/" + model.file)
        } else {
            try evaluated.save(path: folder + "/" + model.file)
        }
        (model.snapshots, model.positives) = try totals(final, features: features)
        return (model, metrics)
    }

    /// The parameters of the configuration under LightGBM's names.
    private func boostingParameters(_ features: FeatureSet) throws -> ParameterList {
        let model = configuration.model
        var list = ParameterList.deterministic(seed: configuration.seed, threads: threads)
        try list.set("learning_rate", model.learningRate)
        try list.set("num_leaves", model.leaves)
        try list.set("min_data_in_leaf", model.minimumLeafRows)
        try list.set("lambda_l2", model.l2)
        try list.set("feature_fraction", model.columnShare)
        if configuration.features.monotone {
            try list.set(
                "monotone_constraints", features.features.map { String($0.direction) }.joined(separator: ","))
        }
        return list
    }

    private func table(_ sql: String, _ name: String, _ period: Split.Period) throws -> ArrowTable {
        try cancellation.check()
        let table = try ArrowTable.read(connection.arrowStream(sql))
        guard let label = table.index(of: SnapshotRows.label), try table.doubles(label).contains(1) else {
            throw ModelingError.noConversions(name, period)
        }
        return table
    }

    private func fit(
        _ training: ArrowTable, _ validation: ArrowTable, features: FeatureSet, parameters: ParameterList
    ) throws -> LightGBMBooster {
        let columns = Array(features.features.indices)
        let categorical = Set(columns.filter { features.features[$0].isCategorical })
        let dataset = try LightGBMDataset.training(
            on: training, features: columns, label: columns.count, weight: columns.count + 1,
            categorical: categorical, parameters: parameters)
        let held = try dataset.validation(
            on: validation, features: columns, label: columns.count, weight: columns.count + 1)
        let model = configuration.model
        progress.begin("training", total: model.trees, unit: "trees")
        let booster = try LightGBMBooster.train(
            on: dataset, validatedBy: held, parameters: parameters, rounds: model.trees,
            patience: model.earlyStopping == 0 ? nil : model.earlyStopping
        ) { round in
            try cancellation.check()
            progress.advance(to: round.number)
        }
        progress.end("\(booster.treeCount) trees kept")
        return booster
    }

    private func refit(
        _ rows: ArrowTable, features: FeatureSet, parameters: ParameterList, rounds: Int
    ) throws -> LightGBMBooster {
        let columns = Array(features.features.indices)
        let categorical = Set(columns.filter { features.features[$0].isCategorical })
        let dataset = try LightGBMDataset.training(
            on: rows, features: columns, label: columns.count, weight: columns.count + 1, categorical: categorical,
            parameters: parameters)
        progress.begin("training on all matured snapshots", total: rounds, unit: "trees")
        let booster = try LightGBMBooster.train(on: dataset, parameters: parameters, rounds: rounds) { round in
            try cancellation.check()
            progress.advance(to: round.number)
        }
        progress.end("\(booster.treeCount) trees")
        return booster
    }

    private func judge(
        _ booster: borrowing LightGBMBooster, on test: ArrowTable, featureCount: Int
    ) throws -> [String: Evaluation] {
        let judged = try JudgedRows(test)
        let probabilities = try booster.probabilities(of: test, features: Array(0..<featureCount))
        return [
            "lightgbm": judged.evaluate(probabilities, isProbability: true),
            "random": judged.evaluate([Double](repeating: judged.baseRate, count: test.rowCount), isProbability: true),
            "user_weeks_30d": judged.evaluate(judged.baseline, isProbability: false),
        ]
    }

    private func describe(
        _ period: Split.Period, rows: SnapshotRows, test: ArrowTable
    ) throws -> TestMetrics.Period {
        let judged = try JudgedRows(test)
        return try TestMetrics.Period(
            first: period.first, last: period.last, sundays: period.sundays.count, snapshots: judged.rowCount,
            positives: judged.positives,
            convertedPortals: connection.row(rows.convertedPortals(period)) { $0.int(0)! })
    }

    private func totals(_ table: ArrowTable, features: FeatureSet) throws -> (snapshots: Int, positives: Int) {
        let labels = try table.doubles(features.features.count)
        let weights = try table.doubles(features.features.count + 1)
        let positives = zip(labels, weights).reduce(0.0) { $0 + $1.0 * $1.1 }
        return (Int(weights.reduce(0, +)), Int(positives))
    }
}
