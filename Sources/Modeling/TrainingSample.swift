internal import Arrow
internal import DuckDB
internal import Snapshots

/// Which rows are fitted on where there are more of them than a model is to see: all that converted, and of the others a
/// sample whose weights make up for those left out.
///
/// Threshold sampling: a row of weight w is kept for certain from the threshold on, and else with probability
/// w / threshold. Those drawn then weigh the same, so much that the weights of all that did not convert add up to exactly
/// what they were: a ratio estimator, whose bias goes with 1 / rows. The draw is a hash of the seed and the row's own
/// values, and knows neither ids nor the order of arrival. Duffield, Lund, Thorup, "Learn more, sample less: control of
/// volume and variance in network measurement", IEEE Transactions on Information Theory 51 (5), 2005.
struct TrainingSample: Sendable {
    /// About so many rows are kept; more where more than half as many converted.
    let mostRows: Int
    let seed: Int

    init(_ configuration: ModelingSettings) {
        self.init(mostRows: configuration.training.maxRows, seed: configuration.seed)
    }

    private static let all = "training_rows"

    /// Whether there cannot be more rows than are wanted.
    func keepsAll(_ counts: SnapshotSet.Counts) -> Bool { counts.mostRows <= mostRows }

    /// The rows of a period to fit on, about `mostRows` of them at most.
    func table(_ rows: SnapshotRows, _ period: SnapshotPeriod, connection: Connection) throws -> ArrowTable {
        guard !keepsAll(rows.snapshots.counts) else {
            return try ArrowTable.read(connection.arrowStream(SQL(unsafe: rows.fitting([period]))))
        }
        try connection.execute(
            "CREATE OR REPLACE TEMP TABLE \(unsafe: Self.all) AS \(unsafe: rows.fitting([period], isOrdered: false))")
        defer { try? connection.execute("DROP TABLE IF EXISTS \(unsafe: Self.all)") }
        return try ArrowTable.read(connection.arrowStream(SQL(unsafe: query(rows, connection))))
    }

    /// What is kept of the table of all rows.
    private func query(_ rows: SnapshotRows, _ connection: Connection) throws -> String {
        let (label, weight) = (SnapshotRows.label, SnapshotRows.weight)
        let converted = try connection.row("SELECT count(*) FROM \(unsafe: Self.all) WHERE \(unsafe: label) = 1") {
            $0.int(0)!
        }
        let histogram = try connection.rows(
            "SELECT \(unsafe: weight), count(*) FROM \(unsafe: Self.all) WHERE \(unsafe: label) = 0 GROUP BY \(unsafe: weight) ORDER BY \(unsafe: weight) DESC"
        ) { (weight: $0.double(0)!, rows: $0.int(1)!) }
        guard
            let threshold = Self.threshold(histogram, keeping: max(mostRows - converted, converted))
        else { return "FROM \(Self.all) ORDER BY ALL" }
        let columns = ["\(seed)"] + rows.features.features.map { SQL.identifier($0.name) }
        // The upper 53 bits as a number in [0, 1).
        let draw = "(hash(\(columns.joined(separator: ", "))) >> 11)::DOUBLE / 9007199254740992.0"
        let isSmall = "\(label) = 0 AND \(weight) < \(threshold)"
        let isKept = "NOT (\(isSmall)) OR \(draw) < \(weight) / \(threshold)"
        let (small, kept) = try connection.row(
            "SELECT coalesce(sum(\(unsafe: weight)), 0), count(*) FILTER (\(unsafe: isKept)) FROM \(unsafe: Self.all) WHERE \(unsafe: isSmall)"
        ) { ($0.double(0)!, $0.int(1)!) }
        // None kept is one kept: of rows whose weights come to less than one threshold.
        let least = "(SELECT min(\(draw)) FROM \(Self.all) WHERE \(isSmall))"
        let isChosen = kept > 0 ? isKept : "(\(isKept) OR \(draw) = \(least))"
        let each = small / Double(max(kept, 1))
        return """
            SELECT * REPLACE (CASE WHEN \(isSmall) THEN \(each) ELSE \(weight) END AS \(weight))
            FROM \(Self.all) WHERE \(isChosen) ORDER BY ALL
            """
    }

    /// The weight below which rows are drawn, so that the expected number kept is `count`; nil where all may stay.
    ///
    /// - Parameter histogram: how many rows have a weight, by descending weight.
    static func threshold(_ histogram: [(weight: Double, rows: Int)], keeping count: Int) -> Double? {
        guard histogram.reduce(0, { $0 + $1.rows }) > count else { return nil }
        var above = 0
        var rest = histogram.reduce(0) { $0 + $1.weight * Double($1.rows) }
        for (weight, rows) in histogram {
            // With the rows so far kept for certain, the others share what is left.
            let threshold = rest / Double(count - above)
            if weight <= threshold { return threshold }
            above += rows
            rest -= weight * Double(rows)
        }
        return nil
    }
}

extension SnapshotSet.Counts {
    /// At most so many rows to fit on.
    var mostRows: Int { snapshots + mostColdRows }

    /// At most so many rows of cold portals. Without a day of creation a span is two of them at most: before the conversion is
    /// near, and after.
    var mostColdRows: Int { coldRows.map { $0 + 2 * coldSpans } ?? 2 * coldSpans }
}
