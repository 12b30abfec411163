/// Finds a step along a direction that meets the strong Wolfe conditions.
///
/// Nocedal, Wright, "Numerical optimization", 2nd edition, 2006: algorithms 3.5 and 3.6, with bisection.
struct LineSearch {
    private static let sufficientDecrease = 1e-4
    private static let curvature = 0.9
    private static let trials = 40

    private struct Trial {
        let step: Double
        let iterate: LBFGS.Iterate
        let slope: Double
    }

    private let objective: LBFGS.Objective
    private let start: LBFGS.Iterate
    private let direction: [Double]
    private let slope: Double

    init(_ objective: @escaping LBFGS.Objective, from start: LBFGS.Iterate, along direction: [Double]) {
        self.objective = objective
        self.start = start
        self.direction = direction
        slope = dot(start.gradient, direction)
    }

    /// Finds a step.
    ///
    /// - Returns: The point after the step, or nil if rounding leaves no way down.
    func find(first: Double) -> LBFGS.Iterate? {
        guard slope < 0 else { return nil }
        var previous = Trial(step: 0, iterate: start, slope: slope)
        var step = first
        for number in 0..<Self.trials {
            let trial = self.trial(step)
            if !falls(trial) || (number > 0 && trial.iterate.value >= previous.iterate.value) {
                return zoom(low: previous, high: trial)
            }
            if isFlat(trial) { return trial.iterate }
            if trial.slope >= 0 { return zoom(low: trial, high: previous) }
            previous = trial
            step *= 2
        }
        return previous.iterate
    }

    private func zoom(low: Trial, high: Trial) -> LBFGS.Iterate? {
        var low = low
        var high = high
        for _ in 0..<Self.trials {
            let trial = self.trial((low.step + high.step) / 2)
            if !falls(trial) || trial.iterate.value >= low.iterate.value {
                high = trial
            } else {
                if isFlat(trial) { return trial.iterate }
                if trial.slope * (high.step - low.step) >= 0 { high = low }
                low = trial
            }
        }
        return low.step > 0 ? low.iterate : nil
    }

    private func trial(_ step: Double) -> Trial {
        var next = start
        for index in next.point.indices { next.point[index] += step * direction[index] }
        next.value = objective(next.point, &next.gradient)
        return Trial(step: step, iterate: next, slope: dot(next.gradient, direction))
    }

    private func falls(_ trial: Trial) -> Bool {
        trial.iterate.value <= start.value + Self.sufficientDecrease * trial.step * slope
    }

    private func isFlat(_ trial: Trial) -> Bool { abs(trial.slope) <= -Self.curvature * slope }
}
