/// Stops a trial whose best value so far is worse than the median of the complete trials' values at the same step.
///
/// Optuna's `MedianPruner` with its defaults. Golovin et al., "Google Vizier", KDD 2017, section 3.2.1.
package struct MedianPruner: Sendable {
    /// Nothing is stopped before so many trials are complete.
    package var startupTrials = 5
    /// A trial is not stopped before this step.
    package var warmupSteps = 0
    /// Steps from one check to the next; a check for which nothing was reported waits for the next report.
    package var interval = 1

    package init() {}

    /// Whether a trial with these reports should stop.
    ///
    /// - Parameters:
    ///   - reports: What the trial has reported, by step.
    ///   - finished: The trials to compare with; only complete ones count.
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

    /// Whether there was no report yet since the last step that is to be checked.
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
