internal import Foundation

/// How one feature enters a logistic regression, and with what coefficients.
struct LogisticFeature: Codable, Equatable, Sendable {
    /// A column of 0 and 1.
    struct Level: Codable, Equatable, Sendable {
        /// The share of the training rows that have a 1.
        let share: Double
        var coefficient: Double = 0
    }

    /// A number, missing ones replaced by the median, then standardised.
    struct Number: Codable, Equatable, Sendable {
        let median: Double
        /// Mean and standard deviation of the training rows after the replacement; a deviation of 0 is taken as 1.
        let mean: Double
        let deviation: Double
        var coefficient: Double = 0

        func standardised(_ value: Double) -> Double { ((value.isFinite ? value : median) - mean) / deviation }
    }

    let name: String
    /// Of a number.
    var number: Number?
    /// Of a category: one column for each code that the training rows have.
    var levels: [Int: Level] = [:]
    /// The column that says that the value is missing; nil where it never was in the training rows.
    var missing: Level?
    /// The mean size of the feature's contribution to a training row's score, in log odds.
    var importance = 0.0

    /// What a value adds to the raw score, in log odds.
    func term(_ value: Double) -> Double {
        if let number {
            let term = number.coefficient * number.standardised(value)
            return value.isFinite ? term : term + (missing?.coefficient ?? 0)
        }
        return level(of: value)?.coefficient ?? 0
    }

    /// The level of a category's code: a code that is negative or was never trained on counts as missing.
    func level(of value: Double) -> Level? {
        code(of: value).flatMap { levels[$0] } ?? missing
    }

    func code(of value: Double) -> Int? {
        Int(exactly: value).flatMap { levels[$0] == nil ? nil : $0 }
    }

    /// The mean of `term` over the training rows; a standardised number has the mean 0.
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
    ///   - values: One for each training row; one that is not finite is missing.
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
        // What is left of a constant column is rounding.
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
        // A code of rows of weight 0 alone has not been seen.
        let levels = counts.filter { $0.value > 0 }.mapValues { Level(share: $0 / total) }
        return LogisticFeature(name: name, levels: levels, missing: absent > 0 ? Level(share: absent / total) : nil)
    }

    /// The value that half of the weight lies below; the mean of two where the half falls between them. 0 when all
    /// values are missing.
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
