internal import Base
internal import Boosting
internal import Foundation

extension SeededGenerator {
    /// True with a probability in [0, 1].
    mutating func chance(_ probability: Double) -> Bool { uniform() < probability }

    /// A standard normal number (Box and Muller, 1958; the cosine half).
    mutating func normal() -> Double {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * .pi * uniform())
    }

    /// A whole number in a range, each with the same probability but for one part in 2^53.
    mutating func whole(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + Int(uniform() * Double(range.count))
    }

    /// An index into a list of weights, drawn in proportion to them.
    mutating func index(weightedBy weights: [Double]) -> Int {
        var rest = uniform() * weights.reduce(0, +)
        for (index, weight) in weights.enumerated() {
            rest -= weight
            if rest < 0 { return index }
        }
        return weights.count - 1
    }
}
