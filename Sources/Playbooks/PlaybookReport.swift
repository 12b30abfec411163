package import Base
package import ChatCompletion
package import Modeling

/// What the playbooks of one Sunday came to: `playbooks.json` in the run folder.
package struct PlaybookReport: Codable, Equatable, Sendable {
    package var asOf: Day
    /// The model whose list was worked on.
    package var list: ModelName
    /// `openai` or `rules`.
    package var provider: String
    /// The language model; nil for the rules.
    package var model: String?
    package var portals: Int
    /// Portals by behaviour pattern, in the order of the taxonomy.
    package var patterns: [Count]
    /// Portals by `segment_source`.
    package var sources: [Count]
    package var distinctSubjects: Int
    /// Portals whose answer passed the checks, at once or after a retry that told the model what was wrong.
    package var accepted: Int
    /// Portals whose model was told what was wrong.
    package var retried: Int
    /// Portals that the rules took over because of what the model wrote.
    package var rejected: Int
    /// Portals that the rules took over because no answer came.
    package var unanswered: Int
    /// Answers that were on disk already.
    package var cached: Int
    package var spent: Spending
    /// What was spent on this Sunday before, in earlier runs.
    package var spentBefore: Spending
    /// Why the rest was left to the rules, where it was.
    package var stopped: String?

    package struct Count: Codable, Equatable, Sendable {
        package var name: String
        package var count: Int

        package init(_ name: String, _ count: Int) {
            self.name = name
            self.count = count
        }
    }

    package init(asOf: Day, list: ModelName, provider: String, model: String?, portals: Int) {
        self.asOf = asOf
        self.list = list
        self.provider = provider
        self.model = model
        self.portals = portals
        patterns = []
        sources = []
        distinctSubjects = 0
        accepted = 0
        retried = 0
        rejected = 0
        unanswered = 0
        cached = 0
        spent = Spending()
        spentBefore = Spending()
    }
}
