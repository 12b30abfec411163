internal import Arrow
internal import DuckDB
internal import Snapshots
internal import Sources

/// The columns that do not change from Sunday to Sunday: one value for each portal with a snapshot in a period.
struct PortalColumns {
    /// Whether the portal converted within the horizon of one of the Sundays.
    let converted: [Bool]
    let columns: [(name: String, kind: ScannedColumn.Kind, values: [Double])]
    /// The missing values of the firmographics that models see.
    let missing: [MissingValues]

    /// Reads the columns.
    ///
    /// - Parameter positions: A query for `id` and `position`.
    init(
        configuration: ModelingSettings, snapshots: SnapshotSet, period: SnapshotPeriod, connection: Connection,
        positions: String
    ) throws {
        let firmographics = configuration.features.firmographics ? configuration.firmographics : []
        let identifiers = Self.identifiers(seed: configuration.seed)
        let given = firmographics.map { firmographic in
            let column = SQL.identifier(firmographic.column)
            return firmographic.kind == .category
                ? "CASE WHEN \(column) IS NOT NULL THEN dense_rank() OVER (ORDER BY \(column)) END"
                : SQL.identifier(firmographic.featureColumn)
        }
        let isMissing = firmographics.map { "\(SQL.identifier($0.column)) IS NULL" }
        let expressions = ["__converted", "__in_use", "__position"] + identifiers.map(\.1) + given + isMissing
        let sundays = SnapshotRows.auditRows(snapshots, [("fitted", period.sundays)])
        let table = try ArrowTable.read(
            connection.arrowStream(
                """
                SELECT \(unsafe: expressions.map { "(\($0))::DOUBLE" }.joined(separator: ", ")) FROM (
                    SELECT p.*, s.__converted, u.id IS NOT NULL AS __in_use, f.position AS __position
                    FROM (SELECT id, max(label) AS __converted FROM (\(unsafe: sundays)) GROUP BY id) s
                    JOIN \(unsafe: CompanyTables.portalsTable) p ON p.id = s.id
                    LEFT JOIN (
                        SELECT DISTINCT \(name: snapshots.idColumn)::VARCHAR AS id
                        FROM \(SnapshotFiles(snapshots).all) WHERE DATE <= DATE '\(unsafe: period.last)'
                    ) u ON u.id = s.id
                    LEFT JOIN (\(unsafe: positions)) f ON f.id = s.id
                ) ORDER BY portal
                """))
        let converted = try table.doubles(0).map { $0 == 1 }
        let inUse = try table.doubles(1).map { $0 == 1 }
        var columns: [(name: String, kind: ScannedColumn.Kind, values: [Double])] = [
            (Self.position, .position, try table.doubles(2))
        ]
        for (index, identifier) in identifiers.enumerated() {
            columns.append((identifier.0, .identifier, try table.doubles(3 + index)))
        }
        var missing: [MissingValues] = []
        let first = 3 + identifiers.count
        for (index, firmographic) in firmographics.enumerated() {
            var values = try table.doubles(first + index)
            if firmographic.kind == .category { values = Self.rates(of: values, converted) }
            columns.append((firmographic.column, .firmographic, values))
            missing.append(
                Self.missing(
                    firmographic.column, try table.doubles(first + firmographics.count + index).map { $0 == 1 },
                    converted, inUse: inUse))
        }
        self.converted = converted
        self.columns = columns.filter { column in column.values.contains { !$0.isNaN } }
        self.missing = missing
    }

    private static let position = "the row's place in its file"

    private static func identifiers(seed: Int) -> [(String, String)] {
        [
            ("the id as a number", "TRY_CAST(id AS DOUBLE)"), ("the order of the ids", "portal"),
            ("the length of the id", "length(id)"), ("the last character of the id", "ascii(right(id, 1))"),
            ("the hash of the id", "('0x' || substr(md5('\(seed):' || id), 1, 12))::BIGINT"),
        ]
    }

    /// The names of the columns that no model sees.
    static let unseen = identifiers(seed: 0).map(\.0) + [position]

    /// Returns the share of conversions at each value of a category. Values with few portals count as one value.
    private static func rates(of codes: [Double], _ converted: [Bool]) -> [Double] {
        let counts = Dictionary(codes.filter { !$0.isNaN }.map { ($0, 1) }, uniquingKeysWith: +)
        let groups = codes.map { code in
            code.isNaN ? code : counts[code]! >= CategoryDictionaries.minimumPortals ? code : 0
        }
        var totals: [Double: (portals: Double, converted: Double)] = [:]
        for (row, group) in groups.enumerated() where !group.isNaN {
            totals[group, default: (0, 0)].portals += 1
            if converted[row] { totals[group]!.converted += 1 }
        }
        return groups.map { group in group.isNaN ? group : totals[group]!.converted / totals[group]!.portals }
    }

    /// Counts missing values among the portals in use, or among all portals if too few of those in use converted.
    private static func missing(
        _ name: String, _ isMissing: [Bool], _ converted: [Bool], inUse: [Bool]
    ) -> MissingValues {
        let used = converted.indices.filter { inUse[$0] }
        let isEnough = used.count { converted[$0] } >= FeatureScan.leastPortals
        let rows = isEnough ? used : Array(converted.indices)
        return MissingValues(
            name: name, missingConverted: rows.count { converted[$0] && isMissing[$0] },
            converted: rows.count { converted[$0] }, missingOthers: rows.count { !converted[$0] && isMissing[$0] },
            others: rows.count { !converted[$0] }, isOfPortalsInUse: isEnough)
    }
}
