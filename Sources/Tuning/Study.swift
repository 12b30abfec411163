/// Whether small or large values are better. The numbers are Optuna's.
package enum Direction: Int, Sendable {
    case minimize = 1
    case maximize = 2

    /// Returns the value with its sign changed so that lower is better.
    func cost(_ value: Double) -> Double { self == .minimize ? value : -value }
}

/// A search space, a direction, and the trials so far.
package struct Study: Sendable, Equatable {
    package let name: String
    package let direction: Direction
    package let space: SearchSpace
    /// All trials in the order of their numbers.
    package internal(set) var trials: [Trial]

    /// Makes a study without trials, kept in memory only.
    package init(name: String = "study", direction: Direction = .minimize, space: SearchSpace) {
        self.init(name: name, direction: direction, space: space, trials: [])
    }

    init(name: String, direction: Direction, space: SearchSpace, trials: [Trial]) {
        self.name = name
        self.direction = direction
        self.space = space
        self.trials = trials
    }

    /// The complete trial with the best value, the earliest of equals, or nil before there is one.
    package var best: Trial? {
        trials.lazy.filter { $0.state == .complete && $0.value != nil }
            .min { direction.cost($0.value!) < direction.cost($1.value!) }
    }

    /// Returns the values of a trial's parameters, by name.
    package func parameters(of trial: Trial) -> [String: ParameterValue] { space.values(at: trial.coordinates) }

    /// The trial that counts in each slot: the last one, because the earlier ones were interrupted.
    var trialsBySlot: [Int: Trial] {
        var slots: [Int: Trial] = [:]
        for trial in trials where trial.state != .waiting { slots[trial.slot] = trial }
        return slots
    }
}
