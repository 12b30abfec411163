/// The area under the ROC curve of the same rows for many scores, equal scores counting half.
///
/// The few positives are sorted, and each negative finds its place among them.
struct RankingScore {
    private let positives: [Int]
    private let negatives: [Int]

    init(labels: [Float]) {
        positives = labels.indices.filter { labels[$0] > 0 }
        negatives = labels.indices.filter { labels[$0] <= 0 }
    }

    func rocAUC(_ scores: [Double]) -> Double {
        let sorted = positives.map { scores[$0] }.sorted()
        var halves = 0
        for row in negatives {
            let score = scores[row]
            // Positives below count nothing, equal ones half, those above one.
            let upper = Self.count(in: sorted) { $0 <= score }
            halves += 2 * (sorted.count - upper)
            if upper > 0, sorted[upper - 1] == score { halves += upper - Self.count(in: sorted) { $0 < score } }
        }
        return Double(halves) / 2 / Double(positives.count) / Double(negatives.count)
    }

    /// How many of the sorted values come first.
    private static func count(in sorted: [Double], where isBefore: (Double) -> Bool) -> Int {
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if isBefore(sorted[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
