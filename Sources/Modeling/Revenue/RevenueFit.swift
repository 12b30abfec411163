internal import Base
internal import Foundation

/// The arithmetic of expected revenue: median or regression, the trust in the regression, and the way back from
/// logarithms.
struct RevenueFit {
    /// Minimum number of customers for a regression.
    static let leastCustomers = 30
    /// Maximum number of quantiles that represent all ratios.
    static let mostRatios = 1000

    /// The logarithms of the positive monthly revenue of all customers.
    let logarithms: [Double]
    /// The customers with a snapshot, sorted by their own values: the logarithm, and the prediction of a regression
    /// that had not seen it.
    let learned: [(actual: Double, predicted: Double)]

    let center: Double
    let weight: Double
    let comparison: RevenueModel.Comparison?

    /// Fits the parameters.
    ///
    /// - Parameters:
    ///   - logarithms: At least one.
    ///   - groups: The number of groups left out in turn, or 0 without a regression.
    init(logarithms: [Double], learned: [(actual: Double, predicted: Double)], groups: Int) {
        self.logarithms = logarithms
        self.learned = learned
        center = Self.median(logarithms)
        guard learned.count >= Self.leastCustomers, groups > 1 else {
            (weight, comparison) = (0, nil)
            return
        }
        let center = center
        // The weight is the least-squares coefficient of the deviations from the center on the regression's predictions
        // of them.
        let product = learned.reduce(0) { $0 + ($1.predicted - center) * ($1.actual - center) }
        let square = learned.reduce(0) { $0 + ($1.predicted - center) * ($1.predicted - center) }
        let best = square > 0 ? min(max(product / square, 0), 1) : 0
        let gains = learned.map { row in
            let alone = row.actual - center
            let shrunk = alone - best * (row.predicted - center)
            return alone * alone - shrunk * shrunk
        }
        let count = Double(gains.count)
        let gain = gains.reduce(0, +) / count
        let spread = gains.reduce(0) { $0 + ($1 - gain) * ($1 - gain) } / (count - 1)
        let error = (spread / count).squareRoot()
        weight = gain > error ? best : 0
        comparison = RevenueModel.Comparison(
            customers: learned.count, groups: groups,
            medianError: learned.reduce(0) { $0 + ($1.actual - center) * ($1.actual - center) } / count,
            regressionError: learned.reduce(0) {
                $0 + ($1.actual - $1.predicted) * ($1.actual - $1.predicted)
            } / count, gain: gain, standardError: error)
    }

    /// The ratios of revenue to the exponential of its prediction, ascending.
    private var residuals: [Double] {
        weight > 0
            ? learned.map { exp($0.actual - (center + weight * ($0.predicted - center))) }.sorted()
            : logarithms.map { exp($0 - center) }.sorted()
    }

    /// The ratio of the expected revenue to the exponential of the expected logarithm.
    var smearing: Double { residuals.reduce(0, +) / Double(residuals.count) }

    /// The ratios of revenue to expected revenue, ascending.
    var ratios: [Double] {
        let residuals = residuals
        let smearing = smearing
        guard residuals.count > Self.mostRatios else { return residuals.map { $0 / smearing } }
        return (0..<Self.mostRatios).map { place in
            residuals[(2 * place + 1) * residuals.count / (2 * Self.mostRatios)] / smearing
        }
    }

    /// Returns the mean with its 90% interval, from a bootstrap over customers. A single customer has no interval.
    func mean(seed: Int) -> (value: Double, interval: (low: Double, high: Double)?) {
        let values = logarithms.map(exp).sorted()
        let count = values.count
        let mean = values.reduce(0, +) / Double(count)
        guard count > 1 else { return (mean, nil) }
        let draws = (0..<1000).map { draw in
            var generator = SeededGenerator(seed: UInt64(bitPattern: Int64(seed)), stream: UInt64(draw))
            return (0..<count).reduce(0.0) { sum, _ in sum + values[Int(generator.uniform() * Double(count))] }
                / Double(count)
        }.sorted()
        return (mean, (draws[50], draws[949]))
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }
}
