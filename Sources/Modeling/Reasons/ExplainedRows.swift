internal import Foundation

/// The explained rows of one model, with the number of portals that each stands for.
struct ExplainedRows {
    let explanation: ScoreExplanation
    /// The positions of the rows in the explanation.
    let rows: [Int]
    /// The row of features behind each of them.
    let groups: [Int]
    /// Portals by row of features.
    let counts: [Int]

    init(_ explanation: ScoreExplanation, rows: [Int], groups: [Int], counts: [Int]) {
        self.explanation = explanation
        self.rows = rows
        self.groups = groups
        self.counts = counts
    }

    /// The sum of some signals in each row.
    func sums(of signals: [Int]) -> [Double] {
        rows.map { row in
            let values = explanation[row]
            return signals.reduce(0) { $0 + values[values.startIndex + $1] }
        }
    }

    /// Where each row stands among all portals that are explained: of those with another sum the share that is lower,
    /// in whole percent. 100 is the best, 0 the lowest, and where all are the same it is 50.
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
