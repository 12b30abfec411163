/// Stops a trial whose best value so far is worse than the median of the complete trials' values at the same step.
///
/// This is Optuna's `MedianPruner` with its defaults. Golovin et al., "Google Vizier", KDD 2017, section 3.2.1.
package struct MedianPruner: Sendable {
    /// The number of complete trials before which nothing is stopped.
    package var startupTrials = 5
    /// The step before which no trial is stopped.
    package var warmupSteps = 0
    /// The number of steps between checks. A check without a report waits for the next report.
    package var interval = 1

    package init() {}

    /// Returns whether a trial with these reports should stop.
    ///
    /// - Parameters:
    ///   - reports: The trial's reports, by step.
    ///   - finished: The trials to compare with. Only complete ones count.
    package func shouldStop(_ reports: [Int: Double], among finished: [Trial], direction: Direction) -> Bool {
        let complete = finished.filter { $0.state == .complete }
        guard !complete.isEmpty, complete.count >= startupTrials, let step = reports.keys.max(), step >= warmupSteps,
            isDue(step, after: reports.keys.filter { $0 != step }.max())
        else { return false }
        let costs = reports.values.filter { !$0.isNaN }.map(direction.cost)
        guard let best = costs.min() else { return true }
        let others = complete.compactMap { $0.intermediateValues[step] }.filter { !$0.isNaN }.map(direction.cost)
        guard let median = Self.median(others) else { return false }
        return best > median
    }

    /// Whether there has been no report since the last step that is due for a check.
    private func isDue(_ step: Int, after earlier: Int?) -> Bool {
        let interval = max(1, interval)
        let check = (step - warmupSteps) / interval * interval + warmupSteps
        return earlier.map { $0 < check } ?? true
    }

    private static func median(_ values: [Double]) -> Double? {
        guard !values.isEmpty else { return nil }
        let sorted = values.sorted()
        let middle = sorted.count / 2
        let (lower, upper) = (sorted[(sorted.count - 1) / 2], sorted[middle])
        return lower == upper ? lower : lower + (upper - lower) * 0.5
    }
}
