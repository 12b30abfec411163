package import Base

/// What a list is based on: how much there was to learn from, and what replaced the steps for which there was too
/// little data.
///
/// There is always a list. Validation and test periods shrink with the history. With less data, members are trained for
/// a fixed number of rounds; then the logistic member ranks alone; then activity ranks; and if nobody has converted,
/// activity with a prior.
package struct ListBasis: Codable, Equatable, Sendable {
    /// A rung of the ladder of methods, best first.
    package enum Rung: String, Codable, CaseIterable, Sendable {
        /// The configured members, with the rounds that a validation period found.
        case validated
        /// The configured members, trained for a fixed number of rounds, because no validation period has a conversion.
        case fixedRounds = "fixed-rounds"
        /// The logistic member alone, because fewer than `SmallData.leastForMembers` portals have converted.
        case logistic
        /// Activity, with probabilities from the base rate.
        case activity
        /// Activity, with probabilities from a stated prior, because no conversion is known.
        case prior
    }

    /// The Sundays of a period, and how many of their snapshots were followed by a conversion.
    package struct Period: Codable, Equatable, Sendable {
        package var sundays: Int
        package var conversions: Int
    }

    /// What is known before anything is fitted.
    package struct Evidence: Codable, Equatable, Sendable {
        /// The number of portals whose conversion had matured by the run's Sunday.
        package var convertedPortals: Int
        /// The number of customers on the run's Sunday, whether or not their conversion lies within the history.
        package var customers: Int
        /// The number of Sundays from the first to the run's.
        package var weeks: Int
        /// The number of those Sundays that have matured.
        package var maturedWeeks: Int
        package var horizon: Int
    }

    package var rung: Rung
    package var evidence: Evidence
    /// The periods of the measured models, or nil if the history is too short for them.
    package var training: Period?
    package var validation: Period?
    package var test: Period?
    /// Whether validation and test are shorter than configured.
    package var isShortened: Bool
    /// Why nothing, or not everything, was measured on a test period, in one sentence. nil if everything was.
    package var notMeasured: String?
    /// The basis in plain sentences, for people who work the list.
    package var sentences: [String]

    package init(
        rung: Rung, evidence: Evidence, training: Period? = nil, validation: Period? = nil, test: Period? = nil,
        isShortened: Bool = false, notMeasured: String? = nil
    ) {
        self.rung = rung
        self.evidence = evidence
        self.training = training
        self.validation = validation
        self.test = test
        self.isShortened = isShortened
        self.notMeasured = notMeasured
        sentences = []
        sentences = [ground, quality].compactMap(\.self)
    }

    /// The sentences as one text.
    package var text: String { sentences.joined(separator: " ") }

    private static func count(_ number: Int, _ one: String, _ many: String? = nil) -> String {
        "\(number) \(number == 1 ? one : many ?? one + "s")"
    }

    /// What ranks the list, and how much it has learned from.
    private var ground: String {
        let weeks = Self.count(evidence.weeks, "week")
        let portals = Self.count(evidence.convertedPortals, "portal")
        let verb = evidence.convertedPortals == 1 ? "has" : "have"
        switch rung {
        case .validated, .fixedRounds:
            return "The list rests on \(portals) that converted, in \(weeks) of history."
        case .logistic:
            return "Only \(portals) \(verb) converted in \(weeks) of history, and \(SmallData.leastForMembers) are "
                + "needed for the configured models: a simpler one makes the list."
        case .activity:
            return "Only \(portals) \(verb) converted in \(weeks) of history, and \(SmallData.leastForLogistic) are "
                + "needed to learn from: the list goes by recent activity, and its probabilities by how many have converted "
                + "so far."
        case .prior where evidence.customers == 0:
            return "Nobody is a customer yet: the list goes by recent activity."
        case .prior:
            return
                "No portal's conversion lies far enough back to learn from, in \(weeks) of history: the list goes by "
                + "recent activity."
        }
    }

    /// How far the probabilities were checked.
    private var quality: String? {
        switch rung {
        case .prior:
            return
                "Its probabilities are a prior and were not measured: as if half a portal had converted out of those "
                + "seen so far and the free portals of one Sunday."
        case .validated, .fixedRounds, .logistic, .activity:
            if let notMeasured { return notMeasured }
            guard isShortened, let test else { return nil }
            return
                "The history is short, so the probabilities were checked on \(Self.count(test.sundays, "Sunday")) only."
        }
    }

    /// Why a run has no test metrics, or none that need conversions.
    package enum Unmeasured: Sendable {
        /// The history has no room for a training and a test period.
        case tooShort
        /// The training period has no conversion.
        case nothingToLearnFrom
        /// The test period has no conversion.
        case quietTest(first: Day, last: Day)
        /// No portal was free in the test period.
        case emptyTest(first: Day, last: Day)

        package var sentence: String {
            switch self {
            case .tooShort:
                "How well it ranks was not measured: the history is too short to set some of it aside for that."
            case .nothingToLearnFrom:
                "How well it ranks was not measured: nobody converted in the weeks that a model could have learned from "
                    + "for it."
            case .quietTest(let first, let last):
                "How well it ranks was not measured: nobody converted after the Sundays from \(first) to \(last), on which "
                    + "it would have been checked."
            case .emptyTest(let first, let last):
                "How well it ranks was not measured: no portal was free on the Sundays from \(first) to \(last)."
            }
        }
    }
}
