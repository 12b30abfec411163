internal import Arrow
package import DuckDB
package import ProspectCore

/// Reads the columns that `FeatureScan` looks at.
package struct FeatureColumns {
    private let configuration: Configuration
    private let snapshots: SnapshotSet
    private let period: Split.Period
    private let connection: Connection

    /// At most so many rows of one label are compared; of more, every n-th in the order of their values.
    private static let mostRows = 200_000

    /// - Parameters:
    ///   - period: the Sundays that the model of the list was fitted on.
    ///   - connection: to a database with the table `portals` of `CompanyTables`.
    package init(
        configuration: Configuration, snapshots: SnapshotSet, period: Split.Period, connection: Connection
    ) {
        self.configuration = configuration
        self.snapshots = snapshots
        self.period = period
        self.connection = connection
    }

    /// Every feature on its own, and what no model sees: the id in several forms, and the row's place in its file.
    ///
    /// - Parameter positions: a query for `id` and `position`, the place in the portal's file as a share of its rows.
    package func scan(positions: String) throws -> AuditCheck {
        let portals = try PortalColumns(
            configuration: configuration, snapshots: snapshots, period: period, connection: connection,
            positions: positions)
        let converted = portals.converted.count { $0 }
        let others = portals.converted.count - converted
        guard converted > 0, others > 0 else {
            return FeatureScan.check([], missing: [], accepted: [])
        }
        var columns = try features(converted: converted, others: others)
        columns += portals.columns.compactMap { column in
            ScannedColumn.separation(column.values, labels: portals.converted).map {
                ScannedColumn(
                    name: column.name, kind: column.kind, rocAUC: $0, converted: converted, others: others,
                    purest: PureGroup.find(column.values, labels: portals.converted))
            }
        }
        return FeatureScan.check(columns, missing: portals.missing, accepted: Set(configuration.audit.accepted))
    }

    /// The features of usage, by snapshot.
    private func features(converted: Int, others: Int) throws -> [ScannedColumn] {
        let set = FeatureSet(snapshots, firmographics: false)
        let reader = PeriodReader(
            snapshots: snapshots, features: set, connection: connection, sample: TrainingSample(configuration),
            cancellation: Cancellation())
        let table = try reader.fitting(reader.rows(learnedOn: period), period)
        let labels = try table.doubles(set.features.count).map { $0 == 1 }
        let chosen = choose(labels)
        let weights = try table.doubles(set.features.count + 1)
        let chosenLabels = chosen.map { labels[$0.row] }
        let chosenWeights = chosen.map { weights[$0.row] * $0.weight }
        return try set.features.enumerated().compactMap { index, feature in
            let values = try table.doubles(index)
            let auc = ScannedColumn.separation(
                chosen.map { values[$0.row] }, labels: chosenLabels, weights: chosenWeights)
            return auc.map {
                ScannedColumn(name: feature.name, kind: .usage, rocAUC: $0, converted: converted, others: others)
            }
        }
    }

    /// The rows to compare, each with the number that it stands for.
    private func choose(_ labels: [Bool]) -> [(row: Int, weight: Double)] {
        [true, false].flatMap { label in
            let rows = labels.indices.filter { labels[$0] == label }
            let step = max(1, (rows.count + Self.mostRows - 1) / Self.mostRows)
            return stride(from: 0, to: rows.count, by: step).map { (rows[$0], Double(step)) }
        }
    }
}
