package import Base

/// The multivariate tree-structured Parzen estimator with the defaults of Optuna 5's `TPESampler`.
///
/// Finished trials are split into the best tenth and the rest, and a density is estimated over each: l(x) and g(x). Of
/// several points drawn from l(x), the one with the largest l(x)/g(x) is suggested. It has the largest expected
/// improvement. All parameters are drawn together. The first trials are random.
///
/// - Bergstra, Bardenet, Bengio and Kégl, "Algorithms for hyper-parameter optimization", NeurIPS 2011: the method.
/// - Bergstra, Yamins and Cox, "Making a science of model search", ICML 2013: weights, logarithmic and discrete
///   domains.
/// - Falkner, Klein and Hutter, "BOHB", ICML 2018: the multivariate estimator.
/// - Watanabe, "Tree-structured Parzen estimator: understanding its algorithm components and their roles for better
///   empirical performance", arXiv:2304.11127, 2023: the components and their defaults, one by one.
///
/// The sampler learns from pruned trials, which rank behind complete ones, but not from failed ones. Running trials
/// count as bad ones ("constant liar"), so that parallel trials do not try the same point.
package struct TPESampler: Sampler {
    /// The number of random trials before the first suggested one.
    package var startupTrials = 10
    /// The number of points among which the best is chosen.
    package var candidates = 24
    /// Whether running trials count as bad ones.
    package var constantLiar = true

    package init() {}

    package func suggest(in context: SamplingContext, using generator: inout SeededGenerator) -> [Double] {
        let parameters = context.space.parameters
        let searched = parameters.indices.filter { !parameters[$0].distribution.isSingle }
        let informative = context.finished.count(where: \.isInformative)
        guard informative >= max(1, startupTrials), !searched.isEmpty else {
            return RandomSampler().suggest(in: context, using: &generator)
        }
        let distributions = searched.map { parameters[$0].distribution }
        func points(_ trials: [Trial]) -> [[Double]] { trials.map { trial in searched.map { trial.coordinates[$0] } } }

        let split = TrialSplit(context.finished, direction: context.direction)
        let running = constantLiar ? context.running.map { point in searched.map { point[$0] } } : []
        let good = ParzenEstimator(points: points(split.below), distributions: distributions)
        let bad = ParzenEstimator(points: points(split.above) + running, distributions: distributions)
        let drawn = good.sample(max(1, candidates), using: &generator)
        let improvements = zip(good.logDensities(at: drawn), bad.logDensities(at: drawn)).map { $0 - $1 }
        let best = improvements.indices.max { improvements[$0] < improvements[$1] } ?? 0

        var suggestion = parameters.map(\.distribution.firstCoordinate)
        for (index, coordinate) in zip(searched, drawn[best]) { suggestion[index] = coordinate }
        return suggestion
    }
}
