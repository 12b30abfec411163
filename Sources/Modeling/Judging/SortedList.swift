internal import Foundation

/// A list in the order of its scores, so that each draw of a bootstrap is one pass over it.
///
/// Of rows with equal scores, as many count as a cut has room for, each with the group's mean: the expectation over all
/// their orders. The statistics are those of `RankedGroups`.
struct SortedList: Sendable {
    /// The rows' numbers, best first.
    private let rows: [Int32]
    /// Whether a row has the score of the one before.
    private let isTied: [Bool]
    private let converted: [Bool]
    private let revenue: [Double]
    private let probabilities: [Double]
    private let losses: [Double]
    let hasProbabilities: Bool

    /// - Parameters:
    ///   - scores: Higher means more likely; never NaN.
    ///   - probabilities: In [0, 1]; nil where the scores say nothing of how likely.
    ///   - revenue: Of a conversion, from 0; of other rows it does not count.
    init(scores: [Double], probabilities: [Double]?, converted: [Bool], revenue: [Double]) {
        precondition(!scores.contains { $0.isNaN }, "A score is not a number.")
        // 0.0 is added so that -0.0 and 0.0 have one key.
        var order = scores.indices.map { (score: scores[$0] + 0.0, row: Int32($0)) }
        order.sort { $0.score == $1.score ? $0.row < $1.row : $0.score > $1.score }
        rows = order.map(\.row)
        isTied = order.indices.map { $0 > 0 && order[$0].score == order[$0 - 1].score }
        self.converted = rows.map { converted[Int($0)] }
        self.revenue = rows.map { converted[Int($0)] ? revenue[Int($0)] : 0 }
        hasProbabilities = probabilities != nil
        let listed = rows.map { probabilities?[Int($0)] ?? 0 }
        self.probabilities = listed
        losses = zip(rows, listed).map { row, probability in
            let clipped = min(max(probability, Double.ulpOfOne), 1 - Double.ulpOfOne)
            return -log(converted[Int(row)] ? clipped : 1 - clipped)
        }
    }

    /// Counts the list with so many of each row.
    ///
    /// - Parameters:
    ///   - weights: By the rows' numbers; whole numbers, so that sums of them are exact.
    ///   - first: The place of row 0 among the weights.
    func tally(_ weights: [Float], from first: Int = 0) -> Tally {
        var tally = Tally()
        let total = rows.reduce(into: 0.0) { $0 += Double(weights[first + Int($1)]) }
        guard total > 0 else { return tally }
        var cuts = zip(Tally.cuts, 0...).map { (size: $0, place: $1) }
        cuts.append((max(1, (total / 100).rounded(.up)), Tally.onePercent))
        cuts.sort { $0.size < $1.size }
        var next = 0
        var pairs = 0.0
        var precisions = 0.0
        var row = 0
        while row < rows.count {
            var group = Tally.Top()
            repeat {
                let weight = Double(weights[first + Int(rows[row])])
                if weight > 0 {
                    let probability = probabilities[row]
                    group.size += weight
                    group.expected += weight * probability
                    if converted[row] {
                        group.positives += weight
                        group.revenue += weight * revenue[row]
                    }
                    let error = converted[row] ? 1 - probability : probability
                    tally.squaredErrors += weight * error * error
                    tally.losses += weight * losses[row]
                }
                row += 1
            } while row < rows.count && isTied[row]
            guard group.size > 0 else { continue }
            while next < cuts.count, cuts[next].size <= tally.rows + group.size {
                let share = (cuts[next].size - tally.rows) / group.size
                tally.tops[cuts[next].place] = Tally.Top(
                    size: cuts[next].size, positives: tally.positives + share * group.positives,
                    expected: tally.expected + share * group.expected, revenue: tally.revenue + share * group.revenue)
                next += 1
            }
            pairs += (group.size - group.positives) * (tally.positives + group.positives / 2)
            tally.rows += group.size
            tally.positives += group.positives
            tally.expected += group.expected
            tally.revenue += group.revenue
            if group.positives > 0 { precisions += group.positives * tally.positives / tally.rows }
        }
        // A list may be shorter than a cut.
        while next < cuts.count {
            tally.tops[cuts[next].place] = tally.top(nil)
            next += 1
        }
        if tally.positives > 0 {
            tally.averagePrecision = precisions / tally.positives
            if tally.rows > tally.positives {
                tally.rocAUC = pairs / tally.positives / (tally.rows - tally.positives)
            }
        }
        return tally
    }

    /// The rows of a band of ranks with their part in it, in the order of the list: `(probability, share)`.
    ///
    /// - Parameter ranks: Counted from 0.
    func probabilities(inRanks ranks: Range<Double>) -> [(probability: Double, share: Double)] {
        var found: [(probability: Double, share: Double)] = []
        var row = 0
        while row < rows.count {
            var end = row + 1
            while end < rows.count, isTied[end] { end += 1 }
            let inside = min(Double(end), ranks.upperBound) - max(Double(row), ranks.lowerBound)
            if inside > 0 {
                for place in row..<end { found.append((probabilities[place], inside / Double(end - row))) }
            }
            row = end
        }
        return found
    }
}
