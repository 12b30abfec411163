/// The state of a trial. The numbers are Optuna's.
package enum TrialState: Int, Sendable {
    case running = 0
    case complete = 1
    /// Stopped early because it was worse than others at the same step.
    case pruned = 2
    case failed = 3
    /// Queued by Optuna and not begun. Such trials are left to Optuna.
    case waiting = 4

    package var isFinished: Bool { self == .complete || self == .pruned || self == .failed }
}

/// A point of the search space and the objective's result for it.
package struct Trial: Sendable, Equatable {
    /// The trial's number in its study, from 0, as in the journal and the dashboard.
    package let number: Int
    /// The index of this trial among the study's planned trials, from 0. It differs from the number after an
    /// interrupted trial, which is repeated under a new number and in the same slot.
    package let slot: Int
    package var state: TrialState
    /// A coordinate for each parameter in the order of the space. Empty if the trial failed before it had them.
    package let coordinates: [Double]
    /// The objective's value. For a pruned trial, the last reported value, if any.
    package var value: Double?
    /// The values that the trial reported on its way, by step.
    package var intermediateValues: [Int: Double] = [:]
    package var start: Timestamp?
    package var end: Timestamp?
    /// Whether the trial failed only because its process ended. Its slot is then repeated.
    package var isInterrupted = false

    /// Whether a sampler learns from the trial: it is complete or pruned.
    var isInformative: Bool { (state == .complete || state == .pruned) && !coordinates.isEmpty }
}

extension Trial {
    /// Makes a finished trial that was run elsewhere.
    package init(
        number: Int, coordinates: [Double], value: Double?, state: TrialState = .complete,
        intermediateValues: [Int: Double] = [:]
    ) {
        self.init(
            number: number, slot: number, state: state, coordinates: coordinates, value: value,
            intermediateValues: intermediateValues)
    }
}
