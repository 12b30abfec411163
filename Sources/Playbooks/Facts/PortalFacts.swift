internal import Boosting
package import Sources

/// All that is known of one prospect: what rules look at, what a message may say, and what the list says of it.
package struct PortalFacts: Sendable {
    /// The use of one module of the product over the shortest and the longest lookback window.
    package struct Module: Equatable, Sendable {
        package var name: String
        package var recentActions: Int
        package var actions: Int
        /// Sums of the users in each row of usage: people times weeks or days, not people.
        package var recentUsers: Int
        package var users: Int

        /// The name as a sentence has it.
        package var title: String { name.map { $0 == "_" ? " " : String($0) }.joined() }
    }

    package struct Firmographic: Equatable, Sendable {
        package var column: String
        package var kind: Sources.Firmographic.Kind
        package var value: String?

        package init(column: String, kind: Sources.Firmographic.Kind, value: String?) {
            self.column = column
            self.kind = kind
            self.value = value
        }
    }

    package var rank: Int
    /// As the list has it.
    package var id: String
    /// The probability as the list has it.
    package var probability: String
    package var band: String?
    package var firmographics: [Firmographic]
    package var modules: [Module]
    /// The shortest and the longest lookback window, in days.
    package var windows: (recent: Int, longest: Int)
    package var cadence: Cadence
    /// Actions of the last 4 weeks and of the 4 before; nil where the snapshots do not have them.
    package var lastFourWeeks: (now: Int, before: Int)?
    /// The most people that worked in one module in one row of usage of the last 4 weeks; nil where not known.
    package var people: Int?
    /// Days since the last activity; nil: none ever.
    package var recency: Int?
    /// Weeks with activity, of the last 12.
    package var activeWeeks: Int?
    /// Days since the first activity.
    package var age: Int?
    /// What speaks for the prospect by the model that ranks, the strongest first.
    package var reasons: [String]
    /// Values of the rules' signals; one that is not known is left out.
    package var signals: [String: Double]

    package init(
        rank: Int, id: String, probability: String, band: String? = nil, firmographics: [Firmographic] = [],
        modules: [Module], windows: (recent: Int, longest: Int) = (7, 30), cadence: Cadence = .weekly,
        lastFourWeeks: (now: Int, before: Int)? = nil, people: Int? = nil, recency: Int? = nil,
        activeWeeks: Int? = nil, age: Int? = nil, reasons: [String] = [], signals: [String: Double] = [:]
    ) {
        self.rank = rank
        self.id = id
        self.probability = probability
        self.band = band
        self.firmographics = firmographics
        self.modules = modules
        self.windows = windows
        self.cadence = cadence
        self.lastFourWeeks = lastFourWeeks
        self.people = people
        self.recency = recency
        self.activeWeeks = activeWeeks
        self.age = age
        self.reasons = reasons
        self.signals = signals
    }

    package var actions: Int { modules.reduce(0) { $0 + $1.actions } }
    package var recentActions: Int { modules.reduce(0) { $0 + $1.recentActions } }
}
