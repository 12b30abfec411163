/// What one pass over a list counts; every statistic of a list is made of these numbers.
struct Tally: Sendable {
    /// The cuts at which the top of a list is looked at, but for the one percent.
    static let cuts = [10.0, 20, 50, 100, 200, 1000]
    /// The place of the one percent behind the cuts.
    static let onePercent = cuts.count

    /// The cuts that are reported, with their places.
    static let listedCuts = [("10", 0), ("50", 2), ("100", 3), ("1%", onePercent)]

    /// The shares of a list at which the gains curve is read.
    static let shares =
        [0.001, 0.002, 0.005] + (1...20).map { Double($0) / 100 }
        + stride(from: 25, to: 100, by: 5).map { Double($0) / 100 }

    struct Top: Sendable {
        /// Rows in it: the cut, or all that there are.
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
    /// nil where a class is missing, or there are no positives.
    var rocAUC: Double?
    var averagePrecision: Double?
    /// By place in `cuts`, the one percent last.
    var tops = [Top](repeating: Top(), count: Tally.cuts.count + 1)
    /// Positives in the first part of the list, by place in `shares`; in expectation where a share cuts a row in two.
    var captured = [Double](repeating: 0, count: Tally.shares.count)

    /// The top at a cut; all rows for nil.
    func top(_ cut: Int?) -> Top {
        guard let cut else { return Top(size: rows, positives: positives, expected: expected, revenue: revenue) }
        return tops[Self.cuts.firstIndex(of: Double(cut))!]
    }
}
