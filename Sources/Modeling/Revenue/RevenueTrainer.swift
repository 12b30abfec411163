internal import Arrow
package import Base
internal import Boosting
package import DuckDB
internal import Foundation
package import Snapshots

/// Learns what a new customer pays from the customers that had closed by the run's Sunday.
///
/// A customer's features are those of the last Sunday before its close date. Neither its behaviour as a customer nor
/// customers that closed later are used.
package struct RevenueTrainer: Sendable {
    static let fileName = "revenue.txt"
    /// The number of groups of customers that are left out in turn.
    static let groups = 10
    private static let rounds = 100

    private let configuration: ModelingSettings
    private let snapshots: SnapshotSet
    private let database: Database
    private let cancellation: Cancellation

    package init(
        configuration: ModelingSettings, snapshots: SnapshotSet, connection: Connection, cancellation: Cancellation
    ) {
        self.configuration = configuration
        self.snapshots = snapshots
        database = connection.database
        self.cancellation = cancellation
    }

    /// Trains the revenue model.
    ///
    /// - Parameters:
    ///   - model: The model whose features and categories are used.
    ///   - folder: Receives the regression's file, if the regression is used.
    /// - Returns: The model, or nil if no customer has a positive revenue.
    package func train(_ model: TrainedModel, in folder: String) throws -> RevenueModel? {
        try train(model.features, categories: model.categories, in: folder)
    }

    /// Trains the revenue model.
    ///
    /// - Parameters:
    ///   - known: The features of the model.
    ///   - categories: The values of its categories, by feature.
    func train(
        _ known: [TrainedModel.Feature], categories values: [String: [String]], in folder: String
    ) throws -> RevenueModel? {
        let connection = try database.connect()
        let customers = try countCustomers(connection)
        let logarithms = try connection.rows(
            "SELECT ln(mrr) FROM \(unsafe: portals) WHERE mrr > 0 ORDER BY mrr"
        ) { $0.double(0)! }
        guard !logarithms.isEmpty else { return nil }

        let features = FeatureSet(snapshots, firmographics: configuration.features.firmographics)
        try features.requireSame(as: known)
        let categories = CategoryDictionaries(features, values: values)
        try categories.createTables(connection)
        let rows = SnapshotRows(snapshots: snapshots, features: features, categories: categories)
        // The rows are in the order of their own values, so equal rows are the same to every group.
        let table = try ArrowTable.read(
            connection.arrowStream("FROM (\(unsafe: rows.customers(portals: portals))) ORDER BY ALL"))
        let isLearned = table.rowCount >= RevenueFit.leastCustomers
        let fit = RevenueFit(
            logarithms: logarithms, learned: isLearned ? try crossFitted(features, on: table) : [],
            groups: isLearned ? Self.groups : 0)
        if fit.weight > 0 {
            try regression(features, on: table).save(path: folder + "/" + Self.fileName)
        }
        let mean = fit.mean(seed: configuration.seed)
        return RevenueModel(
            customers: customers, median: exp(fit.center), mean: mean.value, meanLow: mean.interval?.low,
            meanHigh: mean.interval?.high, center: fit.center, weight: fit.weight, smearing: fit.smearing,
            ratios: fit.ratios, comparison: fit.comparison, file: fit.weight > 0 ? Self.fileName : nil,
            features: fit.weight > 0 ? features.features.map(\.name) : [])
    }

    private var portals: String { "read_parquet(\(SQL.literal(snapshots.portalsFile)))" }

    private func countCustomers(_ connection: Connection) throws -> RevenueModel.Customers {
        try connection.row(
            """
            SELECT count(*) FILTER (mrr > 0), count(*) FILTER (mrr = 0), count(*) FILTER (mrr < 0),
                count(*) FILTER (mrr IS NULL)
            FROM \(unsafe: portals) WHERE close_date IS NOT NULL
            """
        ) { .init(positive: $0.int(0)!, zero: $0.int(1)!, negative: $0.int(2)!, missing: $0.int(3)!) }
    }

    /// Returns each customer's logarithm and its prediction by a regression on the other groups.
    private func crossFitted(
        _ features: FeatureSet, on table: ArrowTable
    ) throws -> [(actual: Double, predicted: Double)] {
        let all = 0..<table.rowCount
        return try (0..<Self.groups).flatMap { group in
            let regression = try regression(features, on: table.rows(all.filter { $0 % Self.groups != group }))
            let left = try table.rows(all.filter { $0 % Self.groups == group })
            return zip(
                try left.doubles(features.features.count),
                try regression.values(of: left, features: Array(features.features.indices))
            ).map { ($0, $1) }
        }
    }

    /// Fits the regression. There are few customers, so it has few large leaves and strong shrinkage. It uses one
    /// thread, because several would wait for each other.
    private func regression(_ features: FeatureSet, on table: ArrowTable) throws -> any Regressor {
        try cancellation.check()
        let learner = LightGBMRegressionLearner()
        var parameters = learner.parameters(seed: configuration.seed, threads: 1)
        try parameters.set("learning_rate", 0.05)
        try parameters.set("num_leaves", 5)
        try parameters.set("min_data_in_leaf", 10)
        try parameters.set("lambda_l2", 10)
        try parameters.set("feature_fraction", 0.5)
        let all = features.features.indices
        let rows = TrainingRows(
            table, features: Array(all), label: all.count, target: .number,
            categorical: Set(all.filter { features.features[$0].isCategorical }))
        return try learner.fit(rows, parameters: parameters, rounds: Self.rounds) { _ in try cancellation.check() }
    }
}
