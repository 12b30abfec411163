/// Whether small or large values are wanted; the numbers are Optuna's.
package enum Direction: Int, Sendable {
    case minimize = 1
    case maximize = 2

    /// The value with its sign turned so that less is better.
    func cost(_ value: Double) -> Double { self == .minimize ? value : -value }
}

/// A search space, a direction, and the trials that have been made.
package struct Study: Sendable, Equatable {
    package let name: String
    package let direction: Direction
    package let space: SearchSpace
    /// All trials in the order of their numbers.
    package internal(set) var trials: [Trial]

    /// A study without trials, kept in memory only.
    package init(name: String = "study", direction: Direction = .minimize, space: SearchSpace) {
        self.init(name: name, direction: direction, space: space, trials: [])
    }

    init(name: String, direction: Direction, space: SearchSpace, trials: [Trial]) {
        self.name = name
        self.direction = direction
        self.space = space
        self.trials = trials
    }

    /// The complete trial with the best value, the first of equals; nil before there is one.
    package var best: Trial? {
        trials.lazy.filter { $0.state == .complete && $0.value != nil }
            .min { direction.cost($0.value!) < direction.cost($1.value!) }
    }

    /// The values of a trial's parameters, by name.
    package func parameters(of trial: Trial) -> [String: ParameterValue] { space.values(at: trial.coordinates) }

    /// The trial that counts in each slot: of several, the last, as the earlier ones were interrupted.
    var trialsBySlot: [Int: Trial] {
        var slots: [Int: Trial] = [:]
        for trial in trials where trial.state != .waiting { slots[trial.slot] = trial }
        return slots
    }
}
