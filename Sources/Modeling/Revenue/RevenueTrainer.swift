internal import Arrow
package import Base
internal import Boosting
package import DuckDB
internal import Foundation
package import Snapshots

/// Learns what a new customer pays from the customers that had closed by the run's Sunday.
///
/// A customer is seen as it was on the last Sunday before its close date; neither what it did as a customer nor anyone
/// who closed later has a part.
package struct RevenueTrainer: Sendable {
    static let fileName = "revenue.txt"
    /// Groups of customers that are left out in turn.
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

    /// - Parameters:
    ///   - model: whose features and categories are used.
    ///   - folder: takes the regression's file, where it has a part.
    /// - Returns: nil where no customer has a positive revenue.
    package func train(_ model: TrainedModel, in folder: String) throws -> RevenueModel? {
        try train(model.features, categories: model.categories, in: folder)
    }

    /// - Parameters:
    ///   - known: the features of the model.
    ///   - categories: their values, by feature.
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
        // In the order of their own values: equal rows are the same to every group.
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

    /// Each customer's logarithm and what is said of it by a regression on the other groups.
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

    /// Few customers: few leaves, large ones, strong shrinkage, and one thread, since more would wait for each other.
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
