internal import DuckDB
internal import Snapshots

/// Pearson's correlations of the key numbers with each other and with the target.
///
/// The sums are of whole numbers (values in ten-thousandths), so they do not depend on the order in which threads add
/// them up. A cold span counts with the number of its Sundays.
struct ExplorationCorrelations {
    private struct Number {
        let name: String
        /// The SQL over a row of the snapshot files, and over a cold span.
        let value: String
        let coldValue: String
        /// Whether the value may be missing from a snapshot.
        let isNullable: Bool
    }

    /// Maximum number of compared count columns.
    private static let mostCounts = 4
    static let target = "Converted"

    let tables: ExplorationTables
    let columns: ExplorationColumns
    private var snapshots: SnapshotSet { columns.snapshots }

    func all() throws -> ExplorationReport.Correlations {
        let numbers = numbers
        func list(_ value: (Number) -> String) -> String {
            numbers.enumerated().map { "round((\(value($1))) * 10000)::BIGINT AS f\($0)" }.joined(separator: ", ")
        }
        let cold = list(\.coldValue)
        let rows = """
            SELECT \(list(\.value)), \(snapshots.labelColumn)::BIGINT AS target, 1::BIGINT AS w
            FROM \(tables.explicit) WHERE \(SnapshotColumn.matured)
            UNION ALL SELECT \(cold), 1, __found FROM \(ExplorationTables.spans) WHERE __found > 0
            UNION ALL SELECT \(cold), 0, __matured - __found FROM \(ExplorationTables.spans) WHERE __matured > __found
            """
        let fields = numbers.indices.map { "f\($0)" } + ["target"]
        let nullable = numbers.map(\.isNullable) + [false]
        // For each pair, these are n, Σx, Σy, Σx², Σy², Σxy over the rows that have both values.
        var aggregates = ["sum(w)::DOUBLE"]
        var places: [String: Int] = ["sum(w)::DOUBLE": 0]
        func place(_ expression: String) -> Int {
            if let place = places[expression] { return place }
            aggregates.append(expression)
            places[expression] = aggregates.count - 1
            return aggregates.count - 1
        }
        func sum(_ product: String, where other: [Int]) -> Int {
            let masks = other.filter { nullable[$0] }.map { "\(fields[$0]) IS NOT NULL" }
            let value = masks.isEmpty ? product : "CASE WHEN \(masks.joined(separator: " AND ")) THEN \(product) END"
            return place("coalesce(sum(\(value)), 0)::DOUBLE")
        }
        let pairs = fields.indices.flatMap { x in fields.indices.filter { $0 < x }.map { y in (x, y) } }
        let sums = pairs.map { x, y in
            let (a, b) = (fields[x], fields[y])
            return [
                sum("w", where: [x, y]), sum("w * \(a)", where: [y]), sum("w * \(b)", where: [x]),
                sum("w * \(a) * \(a)", where: [y]), sum("w * \(b) * \(b)", where: [x]),
                sum("w * \(a) * \(b)", where: []),
            ]
        }
        let totals = try tables.connection.row(
            "SELECT \(unsafe: aggregates.joined(separator: ", ")) FROM (\(unsafe: rows))"
        ) { row in
            aggregates.indices.map { row.double($0) ?? 0 }
        }
        var values = fields.map { _ in [Double?](repeating: nil, count: fields.count) }
        for index in fields.indices { values[index][index] = 1 }
        for ((x, y), places) in zip(pairs, sums) {
            let value = Self.correlation(places.map { totals[$0] })
            values[x][y] = value
            values[y][x] = value
        }
        return .init(names: numbers.map(\.name) + [Self.target], values: values, snapshots: Int(totals[0]))
    }

    /// Returns the correlation from n, Σx, Σy, Σx², Σy², Σxy, or nil if one of the two does not vary.
    private static func correlation(_ sums: [Double]) -> Double? {
        let n = sums[0]
        guard n > 1 else { return nil }
        let (x, y) = (sums[1] / n, sums[2] / n)
        let (xx, yy, xy) = (sums[3] / n - x * x, sums[4] / n - y * y, sums[5] / n - x * y)
        // Values that vary by less than a ten-thousandth allow no conclusion.
        guard xx > 1e-6, yy > 1e-6 else { return nil }
        return min(1, max(-1, xy / (xx * yy).squareRoot()))
    }

    private var numbers: [Number] {
        let window = snapshots.windows.last!
        let chosen = columns.counts
        let actions =
            chosen + columns.actions.filter { !chosen.contains($0) }.prefix(max(0, Self.mostCounts - chosen.count))
        func sum(_ column: String) -> String { SQL.identifier(SnapshotColumn.sum(column, window: window)) }
        var numbers = actions.map { column in
            Number(
                name: SignalTitles.words(column, snapshots.actions).title, value: "ln(1 + \(sum(column)))",
                coldValue: "0", isNullable: false)
        }
        if !snapshots.users.isEmpty {
            numbers.append(
                Number(
                    name: "Users", value: "ln(1 + \(snapshots.users.map(sum).joined(separator: " + ")))",
                    coldValue: "0",
                    isNullable: false))
        }
        if snapshots.featureSet == .extended {
            numbers.append(
                Number(name: "Active weeks", value: SnapshotColumn.activeWeeks12, coldValue: "0", isNullable: false))
        }
        numbers.append(
            Number(
                name: "Days inactive", value: ExplorationDistributions.capped, coldValue: "NULL::INTEGER",
                isNullable: true))
        if let size = columns.size?.derived.map(SQL.identifier) {
            numbers.append(
                Number(name: "Company size", value: "ln(1 + \(size))", coldValue: "ln(1 + \(size))", isNullable: true))
        }
        if let rank = columns.rank, let derived = rank.derived.map(SQL.identifier) {
            let value =
                rank.unranked.map { "CASE WHEN NOT (\(derived) = ln(1 + \($0))) THEN \(derived) END" } ?? derived
            numbers.append(Number(name: rank.title, value: value, coldValue: value, isNullable: true))
        }
        return numbers
    }
}
