package import Base

/// Draws every parameter uniformly over its domain, on the scale of the domain, whatever the results of trials.
package struct RandomSampler: Sampler {
    package init() {}

    package func suggest(in context: SamplingContext, using generator: inout SeededGenerator) -> [Double] {
        context.space.parameters.map { Self.coordinate(in: $0.distribution, using: &generator) }
    }

    static func coordinate(in distribution: Distribution, using generator: inout SeededGenerator) -> Double {
        if distribution.isSingle { return distribution.firstCoordinate }
        let uniform = generator.uniform()
        if case .categorical(let choices) = distribution {
            return (uniform * Double(choices.count)).rounded(.down)
        }
        let domain = NumericalDomain(distribution)!
        return domain.coordinate(scaled: domain.scaledLow + uniform * (domain.scaledHigh - domain.scaledLow))
    }
}
