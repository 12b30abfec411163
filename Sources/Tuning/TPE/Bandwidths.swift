/// The standard deviations of the kernels of one number.
enum Bandwidths {
    /// Returns the bandwidths: each kernel is as wide as the larger of the gaps to its two neighbours. The outermost
    /// two have only one neighbour.
    ///
    /// Bergstra et al. 2011, section 4. The limits ("magic clip") are Optuna's: at most the whole range, and at least
    /// the range over min(100, n + 2), for n trials.
    ///
    /// - Parameters:
    ///   - means: The trials' positions on the scale of the search.
    ///   - low: The lower bound on that scale.
    ///   - high: The upper bound on that scale.
    static func betweenNeighbours(_ means: [Double], low: Double, high: Double) -> [Double] {
        let range = high - low
        let narrowest = range / min(100, Double(means.count + 2))
        let order = ascending(means)
        var deviations = [Double](repeating: range, count: means.count)
        for (place, index) in order.enumerated() {
            let isFirst = place == 0
            let isLast = place == order.count - 1
            let left = means[index] - (isFirst ? low : means[order[place - 1]])
            let right = (isLast ? high : means[order[place + 1]]) - means[index]
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
            deviations[index] = min(max(gap, narrowest), range)
        }
        return deviations
    }

    /// Returns the indices of some numbers in ascending order of the numbers, with equal numbers in the order of the
    /// indices.
    ///
    /// A suggestion sorts every parameter of every trial, which would take a third of its time. This function sorts
    /// into as many buckets as there are numbers, and then by insertion. It takes linear time for numbers that are
    /// spread out.
    static func ascending(_ numbers: [Double]) -> [Int] {
        guard let least = numbers.min(), let largest = numbers.max(), least < largest else {
            return Array(numbers.indices)
        }
        let scale = Double(numbers.count - 1) / (largest - least)
        let buckets = numbers.map { Int(($0 - least) * scale) }
        var starts = [Int](repeating: 0, count: numbers.count + 1)
        for bucket in buckets { starts[bucket + 1] += 1 }
        for bucket in 1..<starts.count { starts[bucket] += starts[bucket - 1] }
        var order = [Int](repeating: 0, count: numbers.count)
        for (index, bucket) in buckets.enumerated() {
            order[starts[bucket]] = index
            starts[bucket] += 1
        }
        for place in 1..<order.count {
            let index = order[place]
            var free = place
            while free > 0, numbers[order[free - 1]] > numbers[index] {
                order[free] = order[free - 1]
                free -= 1
            }
            order[free] = index
        }
        return order
    }
}
