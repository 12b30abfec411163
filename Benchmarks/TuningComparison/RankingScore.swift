/// The area under the ROC curve of the same rows for many scores, equal scores counting half.
///
/// The few positives are sorted, and each negative finds its place among them.
struct RankingScore {
    private let positives: [(row: Int, weight: Double)]
    private let negatives: [(row: Int, weight: Double)]
    private let pairs: Double

    /// - Parameter weights: the number of rows that each stands for; nil: one each.
    init(labels: [Float], weights: [Float]?) {
        func rows(_ isPositive: Bool) -> [(row: Int, weight: Double)] {
            labels.indices.filter { (labels[$0] > 0) == isPositive }.map { row in
                (row, Double(weights?[row] ?? 1))
            }
        }
        positives = rows(true)
        negatives = rows(false)
        pairs = positives.reduce(0) { $0 + $1.weight } * negatives.reduce(0) { $0 + $1.weight }
    }

    func rocAUC(_ scores: [Double]) -> Double {
        let sorted = positives.map { (score: scores[$0.row], weight: $0.weight) }.sorted { $0.score < $1.score }
        let values = sorted.map(\.score)
        // The weight of the positives before each place.
        var below = [0.0]
        for positive in sorted { below.append(below[below.count - 1] + positive.weight) }
        let all = below[sorted.count]
        var halves = 0.0
        for negative in negatives {
            let score = scores[negative.row]
            // Positives below count nothing, equal ones half, those above one.
            let upper = Self.count(in: values) { $0 <= score }
            var won = 2 * (all - below[upper])
            if upper > 0, values[upper - 1] == score {
                won += below[upper] - below[Self.count(in: values) { $0 < score }]
            }
            halves += won * negative.weight
        }
        return halves / 2 / pairs
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
