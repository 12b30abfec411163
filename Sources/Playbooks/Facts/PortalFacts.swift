internal import Boosting
package import Sources

/// Everything that is known about one prospect: what rules test, what a message may say, and what the list says about
/// it.
package struct PortalFacts: Sendable {
    /// The usage of one module of the product over the shortest and the longest lookback window.
    package struct Module: Equatable, Sendable {
        package var name: String
        package var recentActions: Int
        package var actions: Int
        /// The sums of users over the rows of usage: people times weeks or days, not people.
        package var recentUsers: Int
        package var users: Int

        /// The name in the form for sentences.
        package var title: String { name.map { $0 == "_" ? " " : String($0) }.joined() }

        package init(name: String, recentActions: Int, actions: Int, recentUsers: Int, users: Int) {
            self.name = name
            self.recentActions = recentActions
            self.actions = actions
            self.recentUsers = recentUsers
            self.users = users
        }
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
    /// The portal's id, as in the list.
    package var id: String
    /// The probability, as in the list.
    package var probability: String
    package var band: String?
    package var firmographics: [Firmographic]
    package var modules: [Module]
    /// The shortest and the longest lookback window, in days.
    package var windows: (recent: Int, longest: Int)
    package var cadence: Cadence
    /// The actions of the last 4 weeks and of the 4 weeks before, or nil if the snapshots do not have them.
    package var lastFourWeeks: (now: Int, before: Int)?
    /// The largest number of people who worked in one module in one row of usage of the last 4 weeks, or nil if
    /// unknown.
    package var people: Int?
    /// The days since the last activity, or nil if there was none.
    package var recency: Int?
    /// The number of weeks with activity among the last 12.
    package var activeWeeks: Int?
    /// The days since the first activity.
    package var age: Int?
    /// The reasons in favour of the prospect from the ranking model, strongest first.
    package var reasons: [String]
    /// The values of the rules' signals. Unknown ones are left out.
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
