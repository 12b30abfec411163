internal import Arrow
internal import DuckDB
internal import Snapshots

/// The rows that are fitted on if there are more than a model is to see: all that converted, and a sample of the others
/// whose weights make up for those left out.
///
/// Threshold sampling: a row of weight w is always kept if w reaches the threshold, and otherwise with probability w /
/// threshold. All drawn rows get the same weight, chosen so that the weights of all rows that did not convert keep
/// their exact sum. This is a ratio estimator whose bias falls with 1 / rows. The draw is a hash of the seed and the
/// row's own values. It depends neither on ids nor on the order of arrival. Duffield, Lund, Thorup, "Learn more, sample
/// less: control of volume and variance in network measurement", IEEE Transactions on Information Theory 51 (5), 2005.
struct TrainingSample: Sendable {
    /// The approximate number of rows to keep. More are kept if more than half as many converted.
    let mostRows: Int
    let seed: Int

    init(mostRows: Int, seed: Int) {
        self.mostRows = mostRows
        self.seed = seed
    }

    init(_ configuration: ModelingSettings) {
        self.init(mostRows: configuration.training.maxRows, seed: configuration.seed)
    }

    private static let all = "training_rows"

    /// Whether there cannot be more rows than wanted.
    func keepsAll(_ counts: SnapshotSet.Counts) -> Bool { counts.mostRows <= mostRows }

    /// Reads the rows of a period to fit on, about `mostRows` of them at most.
    func table(_ rows: SnapshotRows, _ period: SnapshotPeriod, connection: Connection) throws -> ArrowTable {
        guard !keepsAll(rows.snapshots.counts) else {
            return try ArrowTable.read(connection.arrowStream(SQL(unsafe: rows.fitting([period]))))
        }
        try connection.execute(
            "CREATE OR REPLACE TEMP TABLE \(unsafe: Self.all) AS \(unsafe: rows.fitting([period], isOrdered: false))")
        defer { try? connection.execute("DROP TABLE IF EXISTS \(unsafe: Self.all)") }
        return try ArrowTable.read(connection.arrowStream(SQL(unsafe: query(rows, connection))))
    }

    /// Returns a query that samples the table of all rows.
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
        // The draw is the upper 53 bits as a number in [0, 1).
        let draw = "(hash(\(columns.joined(separator: ", "))) >> 11)::DOUBLE / 9007199254740992.0"
        let isSmall = "\(label) = 0 AND \(weight) < \(threshold)"
        let isKept = "NOT (\(isSmall)) OR \(draw) < \(weight) / \(threshold)"
        let (small, kept) = try connection.row(
            "SELECT coalesce(sum(\(unsafe: weight)), 0), count(*) FILTER (\(unsafe: isKept)) FROM \(unsafe: Self.all) WHERE \(unsafe: isSmall)"
        ) { ($0.double(0)!, $0.int(1)!) }
        // If no row is kept, because the weights add up to less than one threshold, the row with the lowest draw is
        // kept.
        let least = "(SELECT min(\(draw)) FROM \(Self.all) WHERE \(isSmall))"
        let isChosen = kept > 0 ? isKept : "(\(isKept) OR \(draw) = \(least))"
        let each = small / Double(max(kept, 1))
        return """
            SELECT * REPLACE (CASE WHEN \(isSmall) THEN \(each) ELSE \(weight) END AS \(weight))
            FROM \(Self.all) WHERE \(isChosen) ORDER BY ALL
            """
    }

    /// Returns the weight below which rows are drawn so that the expected number of kept rows is `count`, or nil if all
    /// rows can stay.
    ///
    /// - Parameter histogram: The number of rows of each weight, by descending weight.
    static func threshold(_ histogram: [(weight: Double, rows: Int)], keeping count: Int) -> Double? {
        guard histogram.reduce(0, { $0 + $1.rows }) > count else { return nil }
        var above = 0
        var rest = histogram.reduce(0) { $0 + $1.weight * Double($1.rows) }
        for (weight, rows) in histogram {
            // The other rows share what is left after the rows that are kept for certain so far.
            let threshold = rest / Double(count - above)
            if weight <= threshold { return threshold }
            above += rows
            rest -= weight * Double(rows)
        }
        return nil
    }
}

extension SnapshotSet.Counts {
    /// Maximum number of rows to fit on.
    var mostRows: Int { snapshots + mostColdRows }

    /// Maximum number of rows of cold portals. Without a day of creation, a span has at most two of them: before and
    /// after the conversion comes near.
    var mostColdRows: Int { coldRows.map { $0 + 2 * coldSpans } ?? 2 * coldSpans }
}
