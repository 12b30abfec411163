internal import Foundation

/// The contribution of a row to the sums over a list: its probability, squared error, log loss, and the revenue of a
/// conversion.
enum RowTerms {
    /// Returns the terms of a row.
    ///
    /// - Parameter probability: The probability, or nil if there is none. The first three terms are then 0.
    static func of(probability: Double?, converted: Bool, revenue: Double) -> SIMD4<Double> {
        let earned = converted ? revenue : 0
        guard let probability else { return SIMD4(0, 0, 0, earned) }
        let error = converted ? 1 - probability : probability
        let clipped = min(max(probability, Double.ulpOfOne), 1 - Double.ulpOfOne)
        return SIMD4(probability, error * error, -log(converted ? clipped : 1 - clipped), earned)
    }

    /// Returns the weighted sum of the terms.
    static func sum(_ terms: [SIMD4<Double>], _ weights: UnsafeBufferPointer<Float>) -> SIMD4<Double> {
        terms.withUnsafeBufferPointer { terms in
            var (even, odd) = (SIMD4<Double>.zero, SIMD4<Double>.zero)
            var row = 0
            while row + 1 < terms.count {
                even += terms[row] * Double(weights[row])
                odd += terms[row + 1] * Double(weights[row + 1])
                row += 2
            }
            return row < terms.count ? even + odd + terms[row] * Double(weights[row]) : even + odd
        }
    }
}

extension Tally {
    /// Adds sums of `RowTerms`.
    mutating func add(_ sums: SIMD4<Double>) {
        expected += sums[0]
        squaredErrors += sums[1]
        losses += sums[2]
        revenue += sums[3]
    }
}
