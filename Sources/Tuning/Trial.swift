/// What has become of a trial; the numbers are Optuna's.
package enum TrialState: Int, Sendable {
    case running = 0
    case complete = 1
    /// Stopped early because it was worse than others at the same step.
    case pruned = 2
    case failed = 3
    /// Put in a queue by Optuna and not begun; such trials are left to Optuna.
    case waiting = 4

    package var isFinished: Bool { self == .complete || self == .pruned || self == .failed }
}

/// One point of the search space and what the objective said about it.
package struct Trial: Sendable, Equatable {
    /// The trial's number in its study, from 0, as the journal and the dashboard show it.
    package let number: Int
    /// Which of the study's planned trials this is, from 0. Differs from the number after an interrupted trial, which
    /// is done again under a new number and in the same slot.
    package let slot: Int
    package var state: TrialState
    /// A coordinate for each parameter in the order of the space; empty where the trial failed before it had them.
    package let coordinates: [Double]
    /// The objective's value; for a pruned trial the last that it reported, where it reported one.
    package var value: Double?
    /// What the trial reported on its way, by step.
    package var intermediateValues: [Int: Double] = [:]
    package var start: Timestamp?
    package var end: Timestamp?
    /// Whether it failed only because its process ended: its slot is then done again.
    package var isInterrupted = false

    /// Complete or pruned: a trial that a sampler learns from.
    var isInformative: Bool { (state == .complete || state == .pruned) && !coordinates.isEmpty }
}

extension Trial {
    /// A finished trial that was made elsewhere.
    package init(
        number: Int, coordinates: [Double], value: Double?, state: TrialState = .complete,
        intermediateValues: [Int: Double] = [:]
    ) {
        self.init(
            number: number, slot: number, state: state, coordinates: coordinates, value: value,
            intermediateValues: intermediateValues)
    }
}
