internal import Foundation

/// The range of a number for samplers. The bounds are on the scale of the search. With steps, they are half a step
/// wider, so that the first and the last value have as much room as the others.
struct NumericalDomain {
    let low: Double
    let high: Double
    /// The distance between values, or nil if the values are real numbers.
    let step: Double?
    let isLog: Bool
    /// The bounds on the scale of the search.
    let scaledLow: Double
    let scaledHigh: Double

    /// Makes the range of a distribution. Returns nil for a categorical domain.
    init?(_ distribution: Distribution) {
        switch distribution {
        case .float(let low, let high, let log, let step):
            self.init(low: low, high: high, step: step, isLog: log)
        case .int(let low, let high, let log, let step):
            self.init(low: Double(low), high: Double(high), step: Double(step), isLog: log)
        case .categorical:
            return nil
        }
    }

    private init(low: Double, high: Double, step: Double?, isLog: Bool) {
        self.low = low
        self.high = high
        self.step = step
        self.isLog = isLog
        let margin = (step ?? 0) / 2
        scaledLow = isLog ? log(low - margin) : low - margin
        scaledHigh = isLog ? log(high + margin) : high + margin
    }

    /// Returns a coordinate on the scale of the search.
    func scaled(_ coordinate: Double) -> Double { isLog ? log(coordinate) : coordinate }

    /// Returns the coordinate in the domain that is nearest to a point on the scale of the search.
    func coordinate(scaled point: Double) -> Double {
        var coordinate = isLog ? exp(point) : point
        if let step { coordinate = low + ((coordinate - low) / step).rounded(.toNearestOrEven) * step }
        return min(max(coordinate, low), high)
    }
}
