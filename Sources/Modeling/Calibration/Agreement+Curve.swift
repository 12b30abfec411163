internal import Boosting

extension AgreementMeasure {
    /// The calibration curve: rate against probability, by ranges of probability.
    var curve: [CalibrationBin] {
        let edges = CalibrationBin.edges
        let portals = (folds.flatMap(\.portals).max() ?? -1) + 1
        // The counts are by bin and portal, because the Sundays of a portal are not independent.
        var rows = [Int32](repeating: 0, count: edges.count * portals)
        var found = rows
        var expected = [Double](repeating: 0, count: edges.count)
        for fold in folds {
            for (row, probability) in fold.probabilities.enumerated() {
                var bin = edges.count - 1
                while bin > 0, probability < edges[bin] { bin -= 1 }
                let place = bin * portals + fold.portals[row]
                rows[place] += 1
                if fold.labels[row] { found[place] += 1 }
                expected[bin] += probability
            }
        }
        return edges.indices.compactMap { bin in
            var sums = ClusterSums()
            for place in bin * portals..<(bin + 1) * portals where rows[place] > 0 {
                sums.add(rows: Double(rows[place]), found: Double(found[place]))
            }
            guard sums.rows > 0 else { return nil }
            let interval = RateInterval.clustered(sums)
            return CalibrationBin(
                low: edges[bin], high: bin + 1 < edges.count ? edges[bin + 1] : 1, snapshots: Int(sums.rows),
                conversions: Int(sums.found), expected: expected[bin] / sums.rows, rate: sums.found / sums.rows,
                rateLow: interval.low, rateHigh: interval.high)
        }
    }
}
