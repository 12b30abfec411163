internal import Arrow

/// The rows of a period to judge on, kept apart by Sunday.
struct JudgedRows {
    private var labels: [Bool] = []
    private var weights: [Double] = []
    private var sundays: [Double] = []
    /// User-weeks in the longest window: the one-line baseline.
    private(set) var baseline: [Double] = []

    init() {}

    /// Reads the rows of a table.
    ///
    /// - Parameter table: The result of `SnapshotRows.judging`.
    init(_ table: ArrowTable) throws { try append(table) }

    /// Appends further rows of the same query.
    mutating func append(_ table: ArrowTable) throws {
        func column(_ name: String) throws -> [Double] { try table.doubles(table.index(of: name)!) }
        labels += try column(SnapshotRows.label).map { $0 == 1 }
        weights += try column(SnapshotRows.weight)
        sundays += try column(SnapshotRows.sunday)
        baseline += try column(SnapshotRows.baseline)
    }

    /// The number of judged snapshots.
    var rowCount: Int { Int(weights.reduce(0, +)) }

    /// The number of snapshots that converted.
    var positives: Int { Int(zip(labels, weights).reduce(0) { $0 + ($1.0 ? $1.1 : 0) }) }

    /// The share of the snapshots that converted.
    var baseRate: Double { rowCount > 0 ? Double(positives) / Double(rowCount) : 0 }

    /// Returns the rows of each Sunday, ranked by their scores.
    func bySunday(_ scores: [Double]) -> [RankedGroups] {
        let rowsBySunday = Dictionary(grouping: labels.indices) { sundays[$0] }
        return rowsBySunday.keys.sorted().map { sunday in
            let rows = rowsBySunday[sunday]!
            return RankedGroups(
                labels: rows.map { labels[$0] }, scores: rows.map { scores[$0] }, weights: rows.map { weights[$0] })
        }
    }

    /// Returns metrics pooled over all Sundays. Metrics of the top K are the mean over the lists of the Sundays.
    func evaluate(_ scores: [Double], isProbability: Bool) -> Evaluation {
        var evaluation = Evaluation.measure(
            labels: labels, scores: scores, weights: weights, isProbability: isProbability)
        let rowsBySunday = Dictionary(grouping: labels.indices) { sundays[$0] }
        let lists = rowsBySunday.keys.sorted().map { sunday in
            let rows = rowsBySunday[sunday]!
            return Evaluation.measure(
                labels: rows.map { labels[$0] }, scores: rows.map { scores[$0] }, weights: rows.map { weights[$0] },
                isProbability: isProbability)
        }
        evaluation.atK = evaluation.atK.map { cut in
            let tops = lists.compactMap { $0.at(cut.label) }
            let precision = tops.reduce(0) { $0 + $1.precision } / Double(max(tops.count, 1))
            let hits = tops.reduce(0) { $0 + $1.precision * $1.k }
            return TopOfRanking(
                k: tops.reduce(0) { $0 + $1.k } / Double(max(tops.count, 1)), label: cut.label, precision: precision,
                recall: evaluation.positives > 0 ? hits / evaluation.positives : nil,
                lift: evaluation.baseRate > 0 ? precision / evaluation.baseRate : nil)
        }
        return evaluation
    }
}
