internal import Foundation

/// A list in the order of its scores, so that each draw of a bootstrap is one pass over it.
///
/// Of rows with equal scores, as many count as a cut has room for, each with the group's mean: the expectation over all
/// their orders. The statistics are those of `RankedGroups`.
struct SortedList: Sendable {
    /// All that a pass needs of a row, side by side.
    private struct Row {
        var number: Int32
        /// Whether it has the score of the one before.
        var isTied: Bool
        var converted: Bool
        var probability: Double
        var revenue: Double
        var squaredError: Double
        var loss: Double
    }

    private let rows: [Row]
    let hasProbabilities: Bool

    /// - Parameters:
    ///   - scores: Higher means more likely; never NaN.
    ///   - probabilities: In [0, 1]; nil where the scores say nothing of how likely.
    ///   - revenue: Of a conversion, from 0; of other rows it does not count.
    init(scores: [Double], probabilities: [Double]?, converted: [Bool], revenue: [Double]) {
        precondition(!scores.contains { $0.isNaN }, "A score is not a number.")
        // 0.0 is added so that -0.0 and 0.0 have one key.
        var order = scores.indices.map { (score: scores[$0] + 0.0, row: $0) }
        order.sort { $0.score == $1.score ? $0.row < $1.row : $0.score > $1.score }
        hasProbabilities = probabilities != nil
        rows = order.indices.map { place in
            let row = order[place].row
            let probability = probabilities?[row] ?? 0
            let error = converted[row] ? 1 - probability : probability
            let clipped = min(max(probability, Double.ulpOfOne), 1 - Double.ulpOfOne)
            return Row(
                number: Int32(row), isTied: place > 0 && order[place].score == order[place - 1].score,
                converted: converted[row], probability: probability, revenue: converted[row] ? revenue[row] : 0,
                squaredError: error * error, loss: -log(converted[row] ? clipped : 1 - clipped))
        }
    }

    /// Counts the list with so many of each row.
    ///
    /// - Parameters:
    ///   - weights: By the rows' numbers; whole numbers, so that sums of them are exact.
    ///   - first: The place of row 0 among the weights.
    func tally(_ weights: [Float], from first: Int = 0) -> Tally {
        precondition(first + rows.count <= weights.count, "As many weights as rows are needed.")
        return rows.withUnsafeBufferPointer { rows in
            weights.withUnsafeBufferPointer { weights in
                guard let start = rows.baseAddress, let weights = weights.baseAddress else { return Tally() }
                return Self.tally(start, count: rows.count, weights + first)
            }
        }
    }

    private static func tally(
        _ rows: UnsafePointer<Row>, count: Int, _ weights: UnsafePointer<Float>
    ) -> Tally {
        var tally = Tally()
        var total = 0.0
        var place = 0
        while place < count {
            total += Double(weights[Int(rows[place].number)])
            place += 1
        }
        guard total > 0 else { return tally }
        var cuts = zip(Tally.cuts, 0...).map { (size: $0, place: $1) }
        cuts.append((max(1, (total / 100).rounded(.up)), Tally.onePercent))
        cuts.sort { $0.size < $1.size }
        var next = 0
        var nextSize = cuts[0].size
        let shareSizes = Tally.shares.map { $0 * total }
        var nextShare = 0
        var (seen, positives, expected, revenue) = (0.0, 0.0, 0.0, 0.0)
        var (pairs, precisions, squaredErrors, losses) = (0.0, 0.0, 0.0, 0.0)
        place = 0
        while place < count {
            var group = Tally.Top()
            repeat {
                let row = rows + place
                let weight = Double(weights[Int(row.pointee.number)])
                if weight > 0 {
                    group.size += weight
                    group.expected += weight * row.pointee.probability
                    if row.pointee.converted {
                        group.positives += weight
                        group.revenue += weight * row.pointee.revenue
                    }
                    squaredErrors += weight * row.pointee.squaredError
                    losses += weight * row.pointee.loss
                }
                place += 1
            } while place < count && rows[place].isTied
            if group.size == 0 { continue }
            while nextSize <= seen + group.size {
                let share = (nextSize - seen) / group.size
                tally.tops[cuts[next].place] = Tally.Top(
                    size: nextSize, positives: positives + share * group.positives,
                    expected: expected + share * group.expected, revenue: revenue + share * group.revenue)
                next += 1
                nextSize = next < cuts.count ? cuts[next].size : .infinity
            }
            while nextShare < shareSizes.count, shareSizes[nextShare] <= seen + group.size {
                tally.captured[nextShare] =
                    positives + (shareSizes[nextShare] - seen) / group.size * group.positives
                nextShare += 1
            }
            pairs += (group.size - group.positives) * (positives + group.positives / 2)
            seen += group.size
            expected += group.expected
            if group.positives > 0 {
                positives += group.positives
                revenue += group.revenue
                precisions += group.positives * positives / seen
            }
        }
        (tally.rows, tally.positives, tally.expected, tally.revenue) = (seen, positives, expected, revenue)
        (tally.squaredErrors, tally.losses) = (squaredErrors, losses)
        // A list may be shorter than a cut.
        while next < cuts.count {
            tally.tops[cuts[next].place] = tally.top(nil)
            next += 1
        }
        if positives > 0 {
            tally.averagePrecision = precisions / positives
            if seen > positives { tally.rocAUC = pairs / positives / (seen - positives) }
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
            while end < rows.count, rows[end].isTied { end += 1 }
            let inside = min(Double(end), ranks.upperBound) - max(Double(row), ranks.lowerBound)
            if inside > 0 {
                for place in row..<end { found.append((rows[place].probability, inside / Double(end - row))) }
            }
            row = end
        }
        return found
    }
}
