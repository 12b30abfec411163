internal import Arrow
internal import Base
package import DuckDB
package import Snapshots

/// Reads the columns that `FeatureScan` looks at.
package struct FeatureColumns {
    private let configuration: ModelingSettings
    private let snapshots: SnapshotSet
    private let period: SnapshotPeriod
    private let connection: Connection

    /// Maximum number of compared rows per label. If there are more, every n-th in the order of their values is
    /// compared.
    private static let mostRows = 200_000

    /// Prepares the columns of a period.
    ///
    /// - Parameters:
    ///   - period: The Sundays that the list's model was fitted on.
    ///   - connection: A connection to a database with the table `portals` of `CompanyTables`.
    package init(
        configuration: ModelingSettings, snapshots: SnapshotSet, period: SnapshotPeriod, connection: Connection
    ) {
        self.configuration = configuration
        self.snapshots = snapshots
        self.period = period
        self.connection = connection
    }

    /// Scans every feature on its own, and what no model sees: the id in several forms, and the row's place in its
    /// file.
    ///
    /// - Parameter positions: A query for `id` and `position`, the place in the portal's file as a share of its rows.
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

    /// Reads the usage features, by snapshot.
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
        let early = try early(set)
        return try set.features.enumerated().compactMap { index, feature in
            let values = try table.doubles(index)
            let auc = ScannedColumn.separation(
                chosen.map { values[$0.row] }, labels: chosenLabels, weights: chosenWeights)
            return auc.map {
                ScannedColumn(
                    name: feature.name, kind: .usage, rocAUC: $0, converted: converted, others: others,
                    early: early[index])
            }
        }
    }

    /// Returns how well each feature separates later customers, at least two horizons before their sale, from portals
    /// that never convert.
    private func early(_ set: FeatureSet) throws -> [EarlySeparation?] {
        let rows = SnapshotRows(
            snapshots: snapshots, features: set, categories: CategoryDictionaries(set, values: [:]))
        let (converted, others) = try connection.row(SQL(unsafe: rows.earlyPortals(period))) {
            ($0.int(0)!, $0.int(1)!)
        }
        guard converted > 0, others > 0 else { return set.features.map { _ in nil } }
        let aboveZero = try connection.rows(SQL(unsafe: rows.earlyAboveZero(period))) { row in
            set.features.indices.map { row.int($0)! }
        }
        let table = try ArrowTable.read(connection.arrowStream(SQL(unsafe: rows.early(period))))
        let labels = try table.doubles(set.features.count).map { $0 == 1 }
        let weights = try table.doubles(set.features.count + 1)
        let chosen = choose(labels)
        return try set.features.indices.map { index in
            let values = try table.doubles(index)
            return ScannedColumn.separation(
                chosen.map { values[$0.row] }, labels: chosen.map { labels[$0.row] },
                weights: chosen.map { weights[$0.row] * $0.weight }
            ).map {
                EarlySeparation(
                    rocAUC: $0, converted: converted, others: others,
                    aboveZero: PureGroup(converted: aboveZero[0][index], portals: aboveZero[1][index]))
            }
        }
    }

    /// Chooses the rows to compare, each with the number of rows that it stands for.
    private func choose(_ labels: [Bool]) -> [(row: Int, weight: Double)] {
        [true, false].flatMap { label in
            let rows = labels.indices.filter { labels[$0] == label }
            let step = max(1, (rows.count + Self.mostRows - 1) / Self.mostRows)
            return stride(from: 0, to: rows.count, by: step).map { (rows[$0], Double(step)) }
        }
    }
}

extension SnapshotRows {
    /// Returns a query for the snapshots of active portals that converted at least two horizons later, or never, with
    /// features, kind and weight.
    func early(_ period: SnapshotPeriod) -> String {
        """
        SELECT \(expressions), (\(SnapshotColumn.closeDate) IS NOT NULL)::INTEGER::FLOAT AS \(Self.label),
            count(*)::DOUBLE AS \(Self.weight)
        FROM (\(earlySnapshots(period))) GROUP BY ALL ORDER BY ALL
        """
    }

    /// Returns a query that counts the portals behind these snapshots: later customers, and others.
    func earlyPortals(_ period: SnapshotPeriod) -> String {
        let id = SQL.identifier(snapshots.idColumn)
        let isCustomer = "\(SnapshotColumn.closeDate) IS NOT NULL"
        return """
            SELECT count(DISTINCT \(id)) FILTER (\(isCustomer)), count(DISTINCT \(id)) FILTER (NOT \(isCustomer))
            FROM (\(earlySnapshots(period)))
            """
    }

    /// Returns a query with two rows of counts per feature: the later customers above zero on any Sunday, and all
    /// portals above zero on any Sunday.
    func earlyAboveZero(_ period: SnapshotPeriod) -> String {
        let id = SQL.identifier(snapshots.idColumn)
        let most = features.features.enumerated().map { "max((\($1.expression))::DOUBLE) AS __f\($0)" }
        let counts = features.features.indices.map { "count(*) FILTER (__f\($0) > 0)" }.joined(separator: ", ")
        return """
            WITH portals AS (
                SELECT max(\(SnapshotColumn.closeDate)) IS NOT NULL AS __customer, \(most.joined(separator: ", "))
                FROM (\(earlySnapshots(period))) GROUP BY \(id))
            SELECT * EXCLUDE (__place) FROM (
                SELECT \(counts), 0 AS __place FROM portals WHERE __customer
                UNION ALL SELECT \(counts), 1 FROM portals) ORDER BY __place
            """
    }

    private func earlySnapshots(_ period: SnapshotPeriod) -> String {
        let close = SnapshotColumn.closeDate
        return """
            SELECT * FROM \(files.during(period).text)
            WHERE \(close) IS NULL OR \(close) > \(SnapshotColumn.date) + \(2 * snapshots.horizon)
            """
    }
}
