internal import Arrow
internal import DuckDB
internal import ProspectCore

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

    init(mostRows: Int, seed: Int) {
        self.mostRows = mostRows
        self.seed = seed
    }

    init(_ configuration: Configuration) {
        self.init(mostRows: configuration.training.maxRows, seed: configuration.seed)
    }

    private static let all = "training_rows"

    /// The rows of several periods to fit on, about `mostRows` of them at most.
    ///
    /// - Parameter periods: the earliest first. A row is drawn by its weight in the first of them that it has a part in, so
    ///   that what came later does not decide whether it is seen; its weights in the others go with that one.
    func table(_ rows: SnapshotRows, _ periods: [Split.Period], connection: Connection) throws -> ArrowTable {
        let counts = rows.snapshots.counts
        // A cold span is at most two rows: before the conversion is near, and after.
        guard counts.snapshots + 2 * counts.coldSpans > mostRows else {
            return try ArrowTable.read(connection.arrowStream(rows.fitting(periods)))
        }
        try connection.execute("CREATE OR REPLACE TEMP TABLE \(Self.all) AS \(rows.fitting(periods, isOrdered: false))")
        defer { try? connection.execute("DROP TABLE IF EXISTS \(Self.all)") }
        return try ArrowTable.read(
            connection.arrowStream(query(rows, periods.indices.map { SnapshotRows.weight($0) }, connection)))
    }

    /// What is kept of the table of all rows.
    private func query(_ rows: SnapshotRows, _ weights: [String], _ connection: Connection) throws -> String {
        let label = SnapshotRows.label
        let weight =
            weights.count == 1 ? weights[0] : "coalesce(\(weights.map { "nullif(\($0), 0)" }.joined(separator: ", ")))"
        let converted = try connection.row("SELECT count(*) FROM \(Self.all) WHERE \(label) = 1") { $0.int(0)! }
        let histogram = try connection.rows(
            """
            SELECT \(weight) AS w, count(*) FROM \(Self.all) WHERE \(label) = 0 AND w > 0 GROUP BY w ORDER BY w DESC
            """
        ) { (weight: $0.double(0)!, rows: $0.int(1)!) }
        guard
            let threshold = Self.threshold(histogram, keeping: max(mostRows - converted, converted))
        else { return "FROM \(Self.all) ORDER BY ALL" }
        let columns = ["\(seed)"] + rows.features.features.map { SQL.identifier($0.name) }
        // The upper 53 bits as a number in [0, 1).
        let draw = "(hash(\(columns.joined(separator: ", "))) >> 11)::DOUBLE / 9007199254740992.0"
        let isSmall = "\(label) = 0 AND \(weight) < \(threshold)"
        let isKept = "NOT (\(isSmall)) OR \(draw) < \(weight) / \(threshold)"
        let kept = try connection.row(
            "SELECT count(*) FILTER (\(isKept)) FROM \(Self.all) WHERE \(isSmall)"
        ) { $0.int(0)! }
        // None kept is one kept: of rows whose weights come to less than one threshold.
        let least = "(SELECT min(\(draw)) FROM \(Self.all) WHERE \(isSmall))"
        let isChosen = kept > 0 ? isKept : "(\(isKept) OR \(draw) = \(least))"
        // What the small rows weigh in a period, over what those kept would weigh at one each.
        let sums = weights.map {
            "coalesce(sum(\($0)) / nullif(sum(\($0) / \(weight)) FILTER (\(isChosen)), 0), 0)"
        }
        let each = try connection.row("SELECT \(sums.joined(separator: ", ")) FROM \(Self.all) WHERE \(isSmall)") {
            row in weights.indices.map { row.double($0)! }
        }
        let replaced = zip(weights, each).map {
            "CASE WHEN \(isSmall) THEN \($0) / \(weight) * \($1) ELSE \($0) END AS \($0)"
        }
        return """
            SELECT * REPLACE (\(replaced.joined(separator: ", ")))
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
