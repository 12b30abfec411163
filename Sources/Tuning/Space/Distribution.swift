internal import Foundation

/// The values that one parameter may take, and the scale on which they are searched.
///
/// It has Optuna's meaning and, in a journal, Optuna's form (`FloatDistribution`, `IntDistribution`,
/// `CategoricalDistribution`). A value is handled by its *coordinate*, Optuna's "internal representation": the number
/// itself, or the index of a choice.
package enum Distribution: Hashable, Sendable {
    /// A real number in `low...high`, uniform over the logarithm if `log` is set, or one of `low`, `low + step`, …
    case float(low: Double, high: Double, log: Bool = false, step: Double? = nil)
    /// A whole number in `low...high`, both included.
    case int(low: Int, high: Int, log: Bool = false, step: Int = 1)
    /// One of several values without an order.
    case categorical([ParameterValue])

    /// Returns the domain after checking it. `high` is lowered to the last step if the range is not a multiple of the
    /// step.
    ///
    /// - Throws: `TuningError` that names the parameter, if the domain is empty or contradicts itself.
    func validated(name: String) throws(TuningError) -> Distribution {
        switch self {
        case .float(let low, let high, let log, let step):
            guard low.isFinite, high.isFinite, low <= high else {
                throw .space(name, "it needs finite bounds with low <= high, and has \(low) and \(high)")
            }
            if log, low <= 0 { throw .space(name, "a logarithmic scale needs low > 0, and it is \(low)") }
            guard let step else { return self }
            if log { throw .space(name, "a step does not go with a logarithmic scale") }
            guard step > 0, step.isFinite else { throw .space(name, "the step must be positive, and is \(step)") }
            let steps = (high - low) / step
            if abs(steps - steps.rounded()) < 1e-8 { return self }
            return .float(low: low, high: low + steps.rounded(.down) * step, step: step)
        case .int(let low, let high, let log, let step):
            guard low <= high else { throw .space(name, "it needs low <= high, and has \(low) and \(high)") }
            if log, low < 1 { throw .space(name, "a logarithmic scale needs low >= 1, and it is \(low)") }
            if log, step != 1 { throw .space(name, "a step does not go with a logarithmic scale") }
            guard step > 0 else { throw .space(name, "the step must be positive, and is \(step)") }
            return .int(low: low, high: low + (high - low) / step * step, log: log, step: step)
        case .categorical(let choices):
            guard !choices.isEmpty else { throw .space(name, "it has no choices") }
            for (index, choice) in choices.enumerated() where choices[..<index].contains(where: choice.isSame(as:)) {
                throw .space(name, "the choice \(choice) is there twice")
            }
            return self
        }
    }

    /// Whether there is only one value, so that there is nothing to search.
    var isSingle: Bool {
        switch self {
        case .float(let low, let high, _, let step): low == high || step.map { high - low < $0 * 0.5 } == true
        case .int(let low, let high, _, _): low == high
        case .categorical(let choices): choices.count == 1
        }
    }

    /// The coordinate of the first value.
    var firstCoordinate: Double {
        switch self {
        case .float(let low, _, _, _): low
        case .int(let low, _, _, _): Double(low)
        case .categorical: 0
        }
    }

    /// Returns the value at a coordinate in the domain.
    func value(at coordinate: Double) -> ParameterValue {
        switch self {
        case .float: .double(coordinate)
        case .int: .int(Int(coordinate))
        case .categorical(let choices): choices[Int(coordinate)]
        }
    }

    /// Whether a coordinate lies in the domain, on a step if there are steps.
    func contains(_ coordinate: Double) -> Bool {
        switch self {
        case .float(let low, let high, _, let step):
            guard coordinate >= low, coordinate <= high else { return false }
            guard let step else { return true }
            let steps = (coordinate - low) / step
            return abs(steps - steps.rounded()) < 1e-8
        case .int(let low, let high, _, let step):
            guard let value = Int(exactly: coordinate) else { return false }
            return value >= low && value <= high && (value - low) % step == 0
        case .categorical(let choices):
            return Int(exactly: coordinate).map(choices.indices.contains) == true
        }
    }

    /// Whether two domains are equal, apart from the last bits of bounds that were computed from a step.
    func isSame(as other: Distribution) -> Bool {
        switch (self, other) {
        case (.float(let low, let high, let log, let step), .float(let low2, let high2, let log2, let step2)):
            let scale = 1e-9 * max(abs(low), abs(high))
            return abs(low - low2) <= scale && abs(high - high2) <= scale && log == log2 && step == step2
        case (.categorical(let left), .categorical(let right)):
            return left.count == right.count && zip(left, right).allSatisfy { $0.isSame(as: $1) }
        default:
            return self == other
        }
    }
}
