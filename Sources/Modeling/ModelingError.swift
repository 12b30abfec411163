package import Base
internal import Boosting
internal import Snapshots

/// An error that prevents a model from being fitted or used.
package struct ModelingError: ProspectError {
    package let problem: String
    package let remedy: String?
    package let exitCode: ExitStatus
    /// Whether a longer history would help and nothing else is wrong.
    package let isTooLittleHistory: Bool

    init(problem: String, remedy: String?, exitCode: ExitStatus = .badInput, isTooLittleHistory: Bool = false) {
        self.problem = problem
        self.remedy = remedy
        self.exitCode = exitCode
        self.isTooLittleHistory = isTooLittleHistory
    }

    static func historyTooShort(weeks: Int, needed: Int) -> Self {
        Self(
            problem:
                "The history is too short to train, validate and test: it has \(weeks) weeks and needs \(needed).",
            remedy: "Set split.test and split.validation to fewer weeks.")
    }

    static func noConversions(_ period: String, _ dates: SnapshotPeriod) -> Self {
        Self(
            problem:
                "No snapshot of the \(period) period (\(dates.first) to \(dates.last)) converted within the horizon.",
            remedy: "A model needs conversions to learn from; give it more history.", isTooLittleHistory: true)
    }

    static func noBacktest(_ day: Day, first: Day, last: Day) -> Self {
        Self(
            problem: "\(day) cannot be backtested: the days that can are \(first) to \(last).",
            remedy: "Earlier ones have too little to learn from, later ones have not matured.")
    }

    static func nothingToBacktest(converted: Int, needed: Int) -> Self {
        Self(
            problem:
                "Nothing can be backtested: by the latest day asked for, the conversions of \(converted) portals had "
                + "matured, and \(needed) are needed.",
            remedy: "Give it more history.", isTooLittleHistory: true)
    }

    static func tooShortToBacktest(weeks: Int, needed: Int) -> Self {
        Self(
            problem: "The history is too short for a backtest: it has \(weeks) weeks and needs \(needed).",
            remedy: "Run it again when there are more weeks of usage.", isTooLittleHistory: true)
    }

    static func featuresDiffer(_ difference: String) -> Self {
        Self(
            problem: "The model does not fit the data: \(difference).",
            remedy: "Train a model on this data with `prospect train`.")
    }

    static func tooShortToTune(weeks: Int, needed: Int) -> Self {
        Self(
            problem:
                "The training period is too short to tune inside it: it has \(weeks) weeks and needs \(needed).",
            remedy: "Set split.test and split.validation to fewer weeks, or give it more history.")
    }

    static func noCompleteTrial(_ learner: LearnerName) -> Self {
        Self(
            problem: "No trial of \(learner.title) was completed.",
            remedy: "Set tuning.trials to more, or give it more history: a fold may have rows of one kind only.")
    }

    static func tunedForOtherFeatures(_ member: LearnerName, _ difference: String) -> Self {
        Self(
            problem:
                "The parameters that were tuned for \(ModelName(member).title) belong to other features: \(difference).",
            remedy: "Run `prospect tune` again, or set models.tuned to false.")
    }

    static func parametersRefused(_ learner: LearnerName, _ names: [String], reason: String) -> Self {
        let reason = reason.hasSuffix(".") ? reason : reason + "."
        return Self(
            problem: "\(learner.title) does not accept the values set for \(names.joined(separator: ", ")). \(reason)",
            remedy: "Change the section \(learner.rawValue) of the configuration.")
    }

    static func unknownTunedParameter(_ name: String, of learner: LearnerName) -> Self {
        Self(
            problem: "The tuned parameters of \(learner.title) have an unusable '\(name)'.",
            remedy: "Run `prospect tune` again, or set models.tuned to false.")
    }
}
