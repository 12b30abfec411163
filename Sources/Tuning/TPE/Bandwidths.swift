/// The deviations of the kernels of one number.
enum Bandwidths {
    /// Each kernel is as wide as the larger of the gaps to its two neighbours; the outermost two look inwards only.
    ///
    /// Bergstra et al. 2011, section 4; the bounds ("magic clip") are Optuna's: at most the whole range, and at least
    /// the range over min(100, n + 2), for n trials.
    ///
    /// - Parameters:
    ///   - means: The trials' positions on the scale of the search.
    ///   - low: The lower bound on that scale, and
    ///   - high: the upper one.
    static func betweenNeighbours(_ means: [Double], low: Double, high: Double) -> [Double] {
        let range = high - low
        let narrowest = range / min(100, Double(means.count + 2))
        let order = means.indices.map { (mean: means[$0], index: $0) }
            .sorted { $0.mean != $1.mean ? $0.mean < $1.mean : $0.index < $1.index }
        var deviations = [Double](repeating: range, count: means.count)
        for (place, entry) in order.enumerated() {
            let isFirst = place == 0
            let isLast = place == order.count - 1
            let left = entry.mean - (isFirst ? low : order[place - 1].mean)
            let right = (isLast ? high : order[place + 1].mean) - entry.mean
            let gap =
                if order.count == 1 {
                    max(left, right)
                } else if isFirst {
                    right
                } else if isLast {
                    left
                } else {
                    max(left, right)
                }
            deviations[entry.index] = min(max(gap, narrowest), range)
        }
        return deviations
    }
}
