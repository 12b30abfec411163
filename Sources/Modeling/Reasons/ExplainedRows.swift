internal import Foundation

/// The explained rows of one model, with the number of portals that each row stands for.
struct ExplainedRows {
    let explanation: ScoreExplanation
    /// The positions of the rows in the explanation.
    let rows: [Int]
    /// The row of features behind each explained row.
    let groups: [Int]
    /// The number of portals of each row of features.
    let counts: [Int]

    init(_ explanation: ScoreExplanation, rows: [Int], groups: [Int], counts: [Int]) {
        self.explanation = explanation
        self.rows = rows
        self.groups = groups
        self.counts = counts
    }

    /// Returns the sum of some signals in each row.
    func sums(of signals: [Int]) -> [Double] {
        rows.map { row in
            let values = explanation[row]
            return signals.reduce(0) { $0 + values[values.startIndex + $1] }
        }
    }

    /// Returns the rank of each row among all explained portals: the share of portals with a lower sum among those with
    /// a different sum, in whole percent. The highest is 100, the lowest 0. If all sums are equal, it is 50.
    func percentiles(_ sums: [Double]) -> [Int] {
        let total = groups.reduce(0) { $0 + counts[$1] }
        var result = [Int](repeating: 50, count: sums.count)
        let order = sums.indices.sorted { sums[$0] < sums[$1] }
        var below = 0
        var first = 0
        while first < order.count {
            var last = first
            var same = 0
            while last < order.count, sums[order[last]] == sums[order[first]] {
                same += counts[groups[order[last]]]
                last += 1
            }
            let others = total - same
            if others > 0 {
                let percentile = Int((100 * Double(below) / Double(others)).rounded())
                for place in first..<last { result[order[place]] = percentile }
            }
            below += same
            first = last
        }
        return result
    }
}
