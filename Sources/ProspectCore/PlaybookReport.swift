/// What the playbooks of one Sunday came to: `playbooks.json` in the run folder.
public struct PlaybookReport: Codable, Equatable, Sendable {
    public var asOf: Day
    /// The model whose list was worked on.
    public var list: ModelName
    /// `openai` or `rules`.
    public var provider: String
    /// The language model; nil for the rules.
    public var model: String?
    public var portals: Int
    /// Portals by behaviour pattern, in the order of the taxonomy.
    public var patterns: [Count]
    /// Portals by `segment_source`.
    public var sources: [Count]
    public var distinctSubjects: Int
    /// Portals whose answer passed the checks, at once or after a retry that told the model what was wrong.
    public var accepted: Int
    /// Portals whose model was told what was wrong.
    public var retried: Int
    /// Portals that the rules took over because of what the model wrote.
    public var rejected: Int
    /// Portals that the rules took over because no answer came.
    public var unanswered: Int
    /// Answers that were on disk already.
    public var cached: Int
    public var spent: Spending
    /// What was spent on this Sunday before, in earlier runs.
    public var spentBefore: Spending
    /// Why the rest was left to the rules, where it was.
    public var stopped: String?

    public struct Count: Codable, Equatable, Sendable {
        public var name: String
        public var count: Int

        public init(_ name: String, _ count: Int) {
            self.name = name
            self.count = count
        }
    }

    /// Requests, tokens and money; money in the currency of the configured prices.
    public struct Spending: Codable, Equatable, Sendable {
        public var requests = 0
        public var tokens = 0
        public var money = 0.0

        public init(requests: Int = 0, tokens: Int = 0, money: Double = 0) {
            self.requests = requests
            self.tokens = tokens
            self.money = money
        }

        public static func + (left: Spending, right: Spending) -> Spending {
            Spending(
                requests: left.requests + right.requests, tokens: left.tokens + right.tokens,
                money: left.money + right.money)
        }
    }

    public init(asOf: Day, list: ModelName, provider: String, model: String?, portals: Int) {
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
