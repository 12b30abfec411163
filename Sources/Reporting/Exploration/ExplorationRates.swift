internal import DuckDB
internal import Modeling
internal import Snapshots

/// Conversion rates of matured snapshots, with intervals clustered by portal.
struct ExplorationRates {
    /// Maximum number of values that a breakdown shows.
    static let most: [ExplorationReport.Breakdown.Kind: Int] = [.size: 12, .industry: 10]

    let connection: Connection

    /// The sums over the portals of a relation with `__rows` and `__found`.
    private static let sums = """
        count(*)::DOUBLE, sum(__rows)::DOUBLE, sum(__found)::DOUBLE, sum(__found * __found)::DOUBLE,
        sum(__found * __rows)::DOUBLE, sum(__rows * __rows)::DOUBLE
        """

    private static func sums(_ row: Row, from column: Int) -> ClusterSums {
        var sums = ClusterSums()
        sums.clusters = row.double(column) ?? 0
        sums.rows = row.double(column + 1) ?? 0
        sums.found = row.double(column + 2) ?? 0
        sums.foundSquared = row.double(column + 3) ?? 0
        sums.foundTimesRows = row.double(column + 4) ?? 0
        sums.rowsSquared = row.double(column + 5) ?? 0
        return sums
    }

    static func rate(_ sums: ClusterSums) -> ExplorationReport.Rate {
        let interval = RateInterval.clustered(sums)
        return .init(
            snapshots: Int(sums.rows), portals: Int(sums.clusters), conversions: Int(sums.found),
            rate: sums.found / sums.rows, low: interval.low, high: interval.high)
    }

    /// Returns a query for the portals' sums over all months.
    private static func portals(_ value: String) -> String {
        "(SELECT __id, \(value) AS __value, sum(__rows) AS __rows, sum(__found) AS __found "
            + "FROM \(ExplorationTables.months) GROUP BY 1)"
    }

    func all() throws -> (rate: ExplorationReport.Rate?, convertedPortals: Int) {
        try connection.row(
            "SELECT \(unsafe: Self.sums), count(*) FILTER (__found > 0) FROM \(unsafe: Self.portals("NULL"))"
        ) { row in
            let sums = Self.sums(row, from: 0)
            return (sums.rows > 0 ? Self.rate(sums) : nil, row.int(6)!)
        }
    }

    func months() throws -> [ExplorationReport.Group] {
        try connection.rows(
            """
            SELECT strftime(__month, '%Y-%m'), \(unsafe: Self.sums) FROM \(unsafe: ExplorationTables.months)
            GROUP BY __month ORDER BY __month
            """
        ) { ExplorationReport.Group(name: $0.string(0), rate: Self.rate(Self.sums($0, from: 1))) }
    }

    /// Returns the breakdown by a firmographic.
    ///
    /// - Parameters:
    ///   - place: The index of the value in the tables.
    func breakdown(_ choice: ExplorationColumns.Choice, place: Int) throws -> ExplorationReport.Breakdown {
        let groups = try connection.rows(
            """
            SELECT __value, \(unsafe: Self.sums) FROM \(unsafe: Self.portals("any_value(__v\(place))")) GROUP BY 1
            ORDER BY sum(__rows) DESC, __value
            """
        ) { (name: $0.string(0), sums: Self.sums($0, from: 1)) }
        let known = groups.filter { $0.name != nil }
        let most = Self.most[choice.kind]!
        var shown = Array(known.prefix(most))
        if choice.kind == .size {
            shown.sort { (Self.first($0.name!), $0.name!) < (Self.first($1.name!), $1.name!) }
        }
        shown += groups.filter { $0.name == nil }
        let rest = known.dropFirst(most)
        let others = rest.reduce(into: ClusterSums()) { $0.add($1.sums) }
        return .init(
            kind: choice.kind, column: choice.column.given, title: choice.column.title,
            groups: shown.map { .init(name: $0.name, rate: Self.rate($0.sums)) },
            others: rest.isEmpty ? nil : .init(name: nil, rate: Self.rate(others)), otherValues: rest.count)
    }

    /// Returns the first number in a text, by which ranges are sorted: 10001 for "10,001 or more".
    private static func first(_ text: String) -> Double {
        let digits = text.drop { !$0.isNumber }.prefix { $0.isNumber || $0 == "," || $0 == "." }
        return Double(digits.filter { $0 != "," }) ?? .infinity
    }
}

extension ClusterSums {
    /// Adds other clusters.
    mutating func add(_ other: ClusterSums) {
        clusters += other.clusters
        rows += other.rows
        found += other.found
        foundSquared += other.foundSquared
        foundTimesRows += other.foundTimesRows
        rowsSquared += other.rowsSquared
    }
}
