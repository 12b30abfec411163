internal import Boosting
internal import Foundation

/// A list in the order of its scores, so that each draw of a bootstrap takes a pass or two over it.
///
/// If a cut falls among rows with equal scores, as many of them count as fit, each with the group's mean: the
/// expectation over all their orders. The statistics are those of `RankedGroups`.
struct SortedList: Sendable {
    /// The parts of a tally, besides the number of rows.
    struct Parts: OptionSet, Sendable {
        let rawValue: Int

        /// The tops at the cuts.
        static let tops = Parts(rawValue: 1)
        /// Conversions, those in the first part of the list, ROC-AUC and average precision.
        static let ranking = Parts(rawValue: 2)
        /// Expected conversions, revenue, squared errors and losses of all rows.
        static let sums = Parts(rawValue: 4)
        static let all: Parts = [.tops, .ranking, .sums]
    }

    let hasProbabilities: Bool
    /// Whether each row converted, in the order of the list. Conversions come first among equal scores, so that ids
    /// have no influence.
    let converted: [Bool]
    let probabilities: [Double]
    private let revenue: [Double]
    /// The numbers of the rows in the order of the list.
    private let numbers: [Int32]
    /// The ends of the groups of equal scores.
    private let ends: [Int32]
    /// The groups that contain a conversion.
    private let hits: [Int32]
    /// The terms, by the number of the row.
    private let terms: [SIMD4<Double>]

    /// Sorts a list.
    ///
    /// - Parameters:
    ///   - scores: Higher means more likely; never NaN.
    ///   - probabilities: Values in [0, 1], or nil if the scores are not probabilities.
    ///   - revenue: The revenue of each conversion, at least 0. It is ignored for other rows.
    ///   - sums: Whether tallies may ask for `Parts.sums`.
    init(scores: [Double], probabilities: [Double]?, converted: [Bool], revenue: [Double], sums: Bool = true) {
        precondition(!scores.contains { $0.isNaN }, "A score is not a number.")
        // Adding 0.0 gives -0.0 and 0.0 the same key.
        var order = scores.indices.map { Ranked(score: scores[$0] + 0.0, row: Int32($0), converted: converted[$0]) }
        order.sort { left, right in
            if left.score != right.score { return left.score > right.score }
            return left.converted == right.converted ? left.row < right.row : left.converted
        }
        hasProbabilities = probabilities != nil
        numbers = order.map(\.row)
        self.converted = order.map(\.converted)
        self.probabilities = probabilities.map { values in order.map { values[Int($0.row)] } } ?? []
        self.revenue = order.map { $0.converted ? revenue[Int($0.row)] : 0 }
        var ends: [Int32] = []
        var hits: [Int32] = []
        for place in order.indices {
            let isFirst = place == 0 || order[place].score != order[place - 1].score
            // Conversions come first in their group.
            if isFirst, order[place].converted { hits.append(Int32(ends.count)) }
            if place == order.count - 1 || order[place].score != order[place + 1].score {
                ends.append(Int32(place + 1))
            }
        }
        (self.ends, self.hits) = (ends, hits)
        terms =
            sums
            ? scores.indices.map {
                RowTerms.of(probability: probabilities?[$0], converted: converted[$0], revenue: revenue[$0])
            } : []
    }

    /// Counts the list with a weight for each row.
    ///
    /// - Parameters:
    ///   - weights: By the number of the row. They are whole numbers, so sums of them are exact.
    ///   - first: The place of row 0 among the weights.
    func tally(_ weights: [Float], from first: Int = 0, parts: Parts = .all) -> Tally {
        precondition(first + numbers.count <= weights.count, "As many weights as rows are needed.")
        return weights.withUnsafeBufferPointer { all in
            let weights = UnsafeBufferPointer(rebasing: all[first..<first + numbers.count])
            var tally = Tally()
            tally.rows = Self.total(weights)
            guard tally.rows > 0 else { return tally }
            if parts.contains(.sums) {
                precondition(terms.count == numbers.count, "The list was made without sums.")
                tally.add(RowTerms.sum(terms, weights))
            }
            if parts.contains(.tops) { addTops(to: &tally, weights) }
            if parts.contains(.ranking) { addRanking(to: &tally, weights) }
            return tally
        }
    }

    private static func total(_ weights: UnsafeBufferPointer<Float>) -> Double {
        var (even, odd) = (0.0, 0.0)
        var row = 0
        while row + 1 < weights.count {
            even += Double(weights[row])
            odd += Double(weights[row + 1])
            row += 2
        }
        return even + odd + (row < weights.count ? Double(weights[row]) : 0)
    }

    /// Goes down the list until the last cut is filled.
    private func addTops(to tally: inout Tally, _ weights: UnsafeBufferPointer<Float>) {
        var cuts = zip(Tally.cuts, 0...).map { (size: $0, place: $1) }
        cuts.append((max(1, (tally.rows / 100).rounded(.up)), Tally.onePercent))
        cuts.sort { $0.size < $1.size }
        var next = 0
        var above = Tally.Top()
        var place = 0
        for end in ends {
            var group = Tally.Top()
            while place < end {
                let weight = Double(weights[Int(numbers[place])])
                group.size += weight
                if hasProbabilities { group.expected += weight * probabilities[place] }
                if converted[place] {
                    group.positives += weight
                    group.revenue += weight * revenue[place]
                }
                place += 1
            }
            if group.size == 0 { continue }
            while next < cuts.count, cuts[next].size <= above.size + group.size {
                let share = (cuts[next].size - above.size) / group.size
                tally.tops[cuts[next].place] = Tally.Top(
                    size: cuts[next].size, positives: above.positives + share * group.positives,
                    expected: above.expected + share * group.expected, revenue: above.revenue + share * group.revenue)
                next += 1
            }
            if next == cuts.count { return }
            above.size += group.size
            above.positives += group.positives
            above.expected += group.expected
            above.revenue += group.revenue
        }
        // A list may be shorter than a cut.
        while next < cuts.count {
            tally.tops[cuts[next].place] = above
            next += 1
        }
    }

    /// Goes from conversion to conversion. Of the rows in between, only the number matters.
    private func addRanking(to tally: inout Tally, _ weights: UnsafeBufferPointer<Float>) {
        var (seen, positives, pairs, precisions) = (0.0, 0.0, 0.0, 0.0)
        let shareSizes = Tally.shares.map { $0 * tally.rows }
        var share = 0
        var place = 0
        numbers.withUnsafeBufferPointer { numbers in
            func weight(_ places: Range<Int>) -> Double {
                var (even, odd) = (0.0, 0.0)
                var place = places.lowerBound
                while place + 1 < places.upperBound {
                    even += Double(weights[Int(numbers[place])])
                    odd += Double(weights[Int(numbers[place + 1])])
                    place += 2
                }
                return even + odd + (place < places.upperBound ? Double(weights[Int(numbers[place])]) : 0)
            }
            for hit in hits {
                let start = hit == 0 ? 0 : Int(ends[Int(hit) - 1])
                let end = Int(ends[Int(hit)])
                let between = weight(place..<start)
                pairs += between * positives
                seen += between
                while share < shareSizes.count, shareSizes[share] <= seen {
                    tally.captured[share] = positives
                    share += 1
                }
                var last = start
                while last < end, converted[last] { last += 1 }
                let found = weight(start..<last)
                let others = weight(last..<end)
                while share < shareSizes.count, shareSizes[share] <= seen + found + others {
                    tally.captured[share] = positives + (shareSizes[share] - seen) / (found + others) * found
                    share += 1
                }
                pairs += others * (positives + found / 2)
                seen += found + others
                if found > 0 {
                    positives += found
                    precisions += found * positives / seen
                }
                place = end
            }
        }
        pairs += (tally.rows - seen) * positives
        for rest in share..<shareSizes.count { tally.captured[rest] = positives }
        tally.positives = positives
        guard positives > 0 else { return }
        tally.averagePrecision = precisions / positives
        if tally.rows > positives { tally.rocAUC = pairs / positives / (tally.rows - positives) }
    }

    /// Returns the rows in a band of ranks with the part of each that lies in it, in the order of the list:
    /// `(probability, share)`.
    ///
    /// - Parameter ranks: The ranks, counted from 0.
    func probabilities(inRanks ranks: Range<Double>) -> [(probability: Double, share: Double)] {
        var found: [(probability: Double, share: Double)] = []
        var start = 0
        for end in ends.map(Int.init) {
            let inside = min(Double(end), ranks.upperBound) - max(Double(start), ranks.lowerBound)
            if inside > 0 {
                for place in start..<end {
                    found.append((hasProbabilities ? probabilities[place] : 0, inside / Double(end - start)))
                }
            }
            start = end
        }
        return found
    }
}

private struct Ranked {
    var score: Double
    var row: Int32
    var converted: Bool
}
