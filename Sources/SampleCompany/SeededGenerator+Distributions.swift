internal import Base
internal import Boosting
internal import Foundation

extension SeededGenerator {
    /// Returns true with a given probability.
    mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

    /// Returns a standard normal number (Box and Muller, 1958; the cosine half).
    mutating func normal() -> Double {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * .pi * uniform())
    }

    /// Returns a whole number in a range. All numbers have the same probability, up to one part in 2^53.
    mutating func whole(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(uniform() * Double(range.count))
    }

    /// Returns an index into a list of weights, drawn in proportion to them.
    mutating func index(weightedBy weights: [Double]) -> Int {
        var rest = uniform() * weights.reduce(0, +)
        for (index, weight) in weights.enumerated() {
            rest -= weight
            if rest < 0 { return index }
        }
        return weights.count - 1
    }
}
