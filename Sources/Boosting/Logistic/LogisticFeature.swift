internal import Foundation

/// The encoding of one feature in a logistic regression, with its coefficients.
struct LogisticFeature: Codable, Equatable, Sendable {
    /// A column of zeros and ones.
    struct Level: Codable, Equatable, Sendable {
        /// The share of the training rows that have a 1.
        let share: Double
        var coefficient: Double = 0
    }

    /// A number. Missing values are replaced by the median, then the values are standardised.
    struct Number: Codable, Equatable, Sendable {
        let median: Double
        /// Mean and standard deviation of the training rows after the replacement. A deviation of 0 counts as 1.
        let mean: Double
        let deviation: Double
        var coefficient: Double = 0

        func standardised(_ value: Double) -> Double { ((value.isFinite ? value : median) - mean) / deviation }
    }

    let name: String
    /// The statistics of a number.
    var number: Number?
    /// The columns of a category: one for each code in the training rows.
    var levels: [Int: Level] = [:]
    /// The column that marks missing values, or nil if none was missing from the training rows.
    var missing: Level?
    /// The mean size of the feature's contribution to a training row's score, in log-odds.
    var importance = 0.0

    /// Returns the contribution of a value to the raw score, in log-odds.
    func term(_ value: Double) -> Double {
        if let number {
            let term = number.coefficient * number.standardised(value)
            return value.isFinite ? term : term + (missing?.coefficient ?? 0)
        }
        return level(of: value)?.coefficient ?? 0
    }

    /// Returns the level of a category's code. A negative code, or one that was never trained on, counts as missing.
    func level(of value: Double) -> Level? {
        code(of: value).flatMap { levels[$0] } ?? missing
    }

    func code(of value: Double) -> Int? {
        Int(exactly: value).flatMap { levels[$0] == nil ? nil : $0 }
    }

    /// The mean of `term` over the training rows. The mean of a standardised number is 0.
    var expectedTerm: Double {
        levels.keys.sorted().reduce((missing?.coefficient ?? 0) * (missing?.share ?? 0)) { sum, code in
            sum + levels[code]!.share * levels[code]!.coefficient
        }
    }
}

extension LogisticFeature {
    /// Learns a number's median, mean and deviation.
    ///
    /// - Parameters:
    ///   - values: One value for each training row. Values that are not finite are missing.
    ///   - weights: The number of equal rows that each row stands for.
    static func number(_ name: String, values: [Double], weights: [Double]) -> LogisticFeature {
        let median = median(of: values, weights: weights)
        var total = 0.0
        var sum = 0.0
        var absent = 0.0
        for (value, weight) in zip(values, weights) {
            total += weight
            sum += weight * (value.isFinite ? value : median)
            if !value.isFinite { absent += weight }
        }
        let mean = sum / total
        let squares = zip(values, weights).reduce(0.0) { squares, row in
            let distance = (row.0.isFinite ? row.0 : median) - mean
            return squares + row.1 * distance * distance
        }
        let deviation = (squares / total).squareRoot()
        // The deviation of a constant column is only rounding.
        let isConstant = deviation <= 1e-12 * max(1, abs(mean))
        return LogisticFeature(
            name: name, number: Number(median: median, mean: mean, deviation: isConstant ? 1 : deviation),
            missing: absent > 0 ? Level(share: absent / total) : nil)
    }

    /// Learns the codes of a category.
    static func category(_ name: String, values: [Double], weights: [Double]) -> LogisticFeature {
        var counts: [Int: Double] = [:]
        var total = 0.0
        var absent = 0.0
        for (value, weight) in zip(values, weights) {
            total += weight
            if let code = Int(exactly: value), code >= 0 {
                counts[code, default: 0] += weight
            } else {
                absent += weight
            }
        }
        // A code that only rows of weight 0 have counts as unseen.
        let levels = counts.filter { $0.value > 0 }.mapValues { Level(share: $0 / total) }
        return LogisticFeature(name: name, levels: levels, missing: absent > 0 ? Level(share: absent / total) : nil)
    }

    /// Returns the weighted median: the value below which half of the weight lies, or the mean of two if the half falls
    /// between them. It is 0 if all values are missing.
    private static func median(of values: [Double], weights: [Double]) -> Double {
        let rows = values.indices.filter { values[$0].isFinite && weights[$0] > 0 }
            .sorted { (values[$0], $0) < (values[$1], $1) }
        let half = rows.reduce(0) { $0 + weights[$1] } / 2
        var below = 0.0
        for (place, row) in rows.enumerated() {
            below += weights[row]
            if below > half || place == rows.count - 1 { return values[row] }
            if below == half { return (values[row] + values[rows[place + 1]]) / 2 }
        }
        return 0
    }
}
