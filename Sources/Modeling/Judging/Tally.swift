/// The counts of one pass over a list. Every statistic of a list follows from these numbers.
struct Tally: Sendable {
    /// The cuts for the top of a list, except the one percent.
    static let cuts = [10.0, 20, 50, 100, 200, 1000]
    /// The index of the one percent, after the other cuts.
    static let onePercent = cuts.count

    /// The reported cuts, with their indices.
    static let listedCuts = [("10", 0), ("50", 2), ("100", 3), ("1%", onePercent)]

    /// The shares of a list at which the gains curve is read.
    static let shares =
        [0.001, 0.002, 0.005] + (1...20).map { Double($0) / 100 }
        + stride(from: 25, to: 100, by: 5).map { Double($0) / 100 }

    struct Top: Sendable {
        /// The number of rows: the cut, or all rows if there are fewer.
        var size = 0.0
        var positives = 0.0
        var expected = 0.0
        var revenue = 0.0
    }

    var rows = 0.0
    var positives = 0.0
    var expected = 0.0
    var revenue = 0.0
    /// Sums of squared errors and of log losses.
    var squaredErrors = 0.0
    var losses = 0.0
    /// The ROC-AUC, or nil if a class is missing. The average precision is nil if there are no positives.
    var rocAUC: Double?
    var averagePrecision: Double?
    /// The tops, indexed as `cuts`, with the one percent last.
    var tops = [Top](repeating: Top(), count: Tally.cuts.count + 1)
    /// The positives in the first part of the list, indexed as `shares`. A share that cuts a row in two counts the
    /// expectation.
    var captured = [Double](repeating: 0, count: Tally.shares.count)

    /// Returns the top at a cut. nil stands for all rows.
    func top(_ cut: Int?) -> Top {
        guard let cut else { return Top(size: rows, positives: positives, expected: expected, revenue: revenue) }
        return tops[Self.cuts.firstIndex(of: Double(cut))!]
    }
}
