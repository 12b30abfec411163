package import Base
package import ChatCompletion
package import Modeling

/// The result of the playbooks of one Sunday: `playbooks.json` in the run folder.
package struct PlaybookReport: Codable, Equatable, Sendable {
    package var asOf: Day
    /// The model whose list was used.
    package var list: ModelName
    /// `openai` or `rules`.
    package var provider: String
    /// The language model, or nil for the rules.
    package var model: String?
    package var portals: Int
    /// The number of portals by behaviour pattern, in the order of the taxonomy.
    package var patterns: [Count]
    /// The number of portals by `segment_source`.
    package var sources: [Count]
    package var distinctSubjects: Int
    /// The number of portals whose answer passed the checks, at once or after a retry that told the model what was
    /// wrong.
    package var accepted: Int
    /// The number of portals whose model was told what was wrong.
    package var retried: Int
    /// The number of portals left to the rules because of the model's answer.
    package var rejected: Int
    /// The number of portals left to the rules because there was no answer.
    package var unanswered: Int
    /// The number of answers that were already on disk.
    package var cached: Int
    package var spent: Spending
    /// The spending of earlier runs on this Sunday.
    package var spentBefore: Spending
    /// Why the rest was left to the rules, if it was.
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
