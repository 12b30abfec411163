/// Minimises a smooth function by the limited-memory BFGS method.
///
/// Nocedal, Wright, "Numerical optimization", 2nd edition, 2006: algorithms 7.4 and 7.5.
struct LBFGS {
    /// Returns the value at a point and puts the gradient there into the second argument.
    typealias Objective = ([Double], inout [Double]) -> Double

    /// A point, with the function's value and gradient there.
    struct Iterate {
        var point: [Double]
        var value: Double
        var gradient: [Double]
    }

    /// The number of steps whose curvature is remembered.
    static let memory = 10

    /// The search ends when no component of the gradient is larger.
    let tolerance: Double

    private var steps: [(step: [Double], change: [Double], curvature: Double)] = []

    init(tolerance: Double) {
        self.tolerance = tolerance
    }

    /// Minimises the function.
    ///
    /// - Parameters:
    ///   - start: The starting point.
    ///   - limit: Maximum number of steps.
    ///   - eachStep: Called after each step with its number, from 1. Returns whether to stop there.
    /// - Returns: The last point.
    mutating func minimize(
        _ objective: @escaping Objective, from start: [Double], limit: Int,
        eachStep: (Int, Iterate) throws -> Bool
    ) rethrows -> Iterate {
        steps = []
        var current = Iterate(point: start, value: 0, gradient: [Double](repeating: 0, count: start.count))
        current.value = objective(start, &current.gradient)
        for number in 1...max(1, limit) {
            guard current.gradient.contains(where: { abs($0) > tolerance }) else { break }
            let direction = direction(current.gradient)
            let first = steps.isEmpty ? min(1, 1 / length(current.gradient)) : 1
            guard let next = LineSearch(objective, from: current, along: direction).find(first: first) else { break }
            remember(from: current, to: next)
            current = next
            if try eachStep(number, current) { break }
        }
        return current
    }

    /// Returns the estimate of the inverse Hessian times the gradient, by two loops over the steps: algorithm 7.4.
    private func direction(_ gradient: [Double]) -> [Double] {
        var result = gradient
        var shares: [Double] = []
        for past in steps.reversed() {
            let share = dot(past.step, result) / past.curvature
            shares.append(share)
            add(-share, past.change, to: &result)
        }
        if let last = steps.last {
            let scale = last.curvature / dot(last.change, last.change)
            for index in result.indices { result[index] *= scale }
        }
        for (past, share) in zip(steps, shares.reversed()) {
            add(share - dot(past.change, result) / past.curvature, past.step, to: &result)
        }
        return result.map { -$0 }
    }

    private mutating func remember(from old: Iterate, to new: Iterate) {
        let step = zip(new.point, old.point).map { $0 - $1 }
        let change = zip(new.gradient, old.gradient).map { $0 - $1 }
        let curvature = dot(step, change)
        // The method needs positive curvature, which rounding may have destroyed.
        guard curvature > 1e-16 * length(step) * length(change) else { return }
        if steps.count == Self.memory { steps.removeFirst() }
        steps.append((step, change, curvature))
    }
}

func dot(_ left: [Double], _ right: [Double]) -> Double {
    var sum = 0.0
    for index in left.indices { sum += left[index] * right[index] }
    return sum
}

private func length(_ vector: [Double]) -> Double { dot(vector, vector).squareRoot() }

private func add(_ factor: Double, _ vector: [Double], to sum: inout [Double]) {
    for index in sum.indices { sum[index] += factor * vector[index] }
}
