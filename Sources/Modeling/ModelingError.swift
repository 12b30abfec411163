package import ProspectCore

/// What keeps a model from being fitted or used.
package struct ModelingError: ProspectError {
    package let problem: String
    package let remedy: String?
    package let exitCode: ExitStatus

    init(problem: String, remedy: String?, exitCode: ExitStatus = .badInput) {
        self.problem = problem
        self.remedy = remedy
        self.exitCode = exitCode
    }

    static func historyTooShort(weeks: Int, needed: Int) -> Self {
        Self(
            problem:
                "The history is too short to train, validate and test: it has \(weeks) Sundays and needs \(needed).",
            remedy: "Set split.test and split.validation to fewer weeks.")
    }

    static func noConversions(_ period: String, _ dates: Split.Period) -> Self {
        Self(
            problem:
                "No snapshot of the \(period) period (\(dates.first) to \(dates.last)) converted within the horizon.",
            remedy: "A model needs conversions to learn from; give it more history.")
    }

    static func noBacktest(_ day: Day, first: Day, last: Day) -> Self {
        Self(
            problem: "\(day) cannot be backtested: the Sundays that can are \(first) to \(last).",
            remedy: "Earlier ones have too little to learn from, later ones have not matured.")
    }

    static func featuresDiffer(_ difference: String) -> Self {
        Self(
            problem: "The model does not fit the data: \(difference).",
            remedy: "Train a model on this data with `prospect train`.")
    }
}
