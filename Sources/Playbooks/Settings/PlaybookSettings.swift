package import ChatCompletion

/// How the best prospects get a behaviour pattern, a playbook and a first message.
package struct PlaybookSettings: Equatable, Sendable {
    package enum Provider: String, CaseIterable, Codable, Sendable {
        /// `openai` where there is a key, else `rules`.
        case auto
        /// A server that speaks OpenAI's chat completions API.
        case openai
        /// Offline: rules over the signals, and templates.
        case rules
    }

    package var provider = Provider.auto
    /// Where the API's paths begin.
    package var baseUrl = PlaybookSettings.openAI
    package var model = "gpt-4o-mini"
    package var temperature = 0.2
    /// The most tokens that an answer may have.
    package var answerTokens = 300
    /// How many prospects, from the top of the list.
    package var top = 50
    /// Requests that are under way at the same time.
    package var concurrency = 8
    /// Seconds after which a request counts as failed.
    package var timeout = 60.0
    /// How often one call is tried before it is given up.
    package var attempts = 5
    /// Calls given up in a row after which the rest is left to the rules.
    package var breaker = 3
    package var requestsPerMinute = 500
    package var tokensPerMinute = 200_000
    /// What the messages of one Sunday may cost, however often they are made.
    package var budgetRequests = 500
    package var budgetTokens = 500_000
    /// In the currency of the prices.
    package var budgetMoney = 1.0
    package var prices = ModelPrice.defaults
    /// Two opening lines of this similarity, in (0, 1], count as the same.
    package var similarity = 0.8
    /// The folder with `system.txt` and `task.txt`; where it does not exist, the built-in ones are used.
    package var prompts = "prompts"
    /// The name of the company's product, as messages may call it; nil: they name none.
    package var product: String?
    package var taxonomy = TaxonomyRow.defaults
    package var urgency = UrgencyRule.defaults

    package static let openAI = "https://api.openai.com/v1"

    package init() {}

    /// The price of the model; nil where none is configured.
    package var price: ModelPrice? { prices.first { $0.model == model } }
}

/// A row of the taxonomy; it is chosen whole.
package struct TaxonomyRow: Equatable, Sendable {
    package var pattern: String
    package var stage: String
    package var focus: String
    /// When the row may be chosen.
    package var rule: SignalRule

    package init(_ pattern: String, stage: String, focus: String, rule: SignalRule) {
        self.pattern = pattern
        self.stage = stage
        self.focus = focus
        self.rule = rule
    }

    package static let defaults: [TaxonomyRow] = [
        row(
            "High Deals + Multi-user", "Pipeline-driven", "Forecasting + automation",
            "actions.deals >= p75 and people >= 2 and change > -70"),
        row("High Email", "Outreach-focused", "Sequences + tracking", "actions.email >= p75 and share.email >= 0.1"),
        row(
            "High Contacts only", "Early stage", "Pipeline setup",
            "actions.contacts >= p50 and share.contacts >= 0.8 and change > -70"),
        row("Single-user heavy", "Expansion opportunity", "Team invites", "people = 1"),
        row(
            "Multi-user low activity", "Stalled", "Reactivation",
            "people >= 2 and actions < p50 or people >= 2 and change <= -70 or actions = 0"),
        row(
            "Balanced usage", "High intent", "Direct upgrade",
            "modules >= 3 or modules >= 2 and largest_share < 0.8"),
    ]

    private static func row(_ pattern: String, _ stage: String, _ focus: String, _ rule: String) -> TaxonomyRow {
        TaxonomyRow(pattern, stage: stage, focus: focus, rule: try! SignalRule(rule))
    }
}

/// How soon to write.
package enum Urgency: String, CaseIterable, Codable, Sendable {
    case reachOutNow = "reach_out_now"
    case nurture
    case reactivate
}

/// When an urgency may be chosen; the rules take the first that holds.
package struct UrgencyRule: Equatable, Sendable {
    package var urgency: Urgency
    package var rule: SignalRule

    package init(_ urgency: Urgency, rule: SignalRule) {
        self.urgency = urgency
        self.rule = rule
    }

    package static let defaults = [
        UrgencyRule(.reactivate, rule: try! SignalRule("recency > 14 or change <= -70 or actions = 0")),
        UrgencyRule(.reachOutNow, rule: try! SignalRule("recency <= 7 and actions >= p50")),
        UrgencyRule(.nurture, rule: try! SignalRule("always")),
    ]
}

extension ChatSettings {
    /// The server and the model that playbooks are configured with.
    package init(_ playbooks: PlaybookSettings) {
        self.init(
            baseURL: playbooks.baseUrl, model: playbooks.model, temperature: playbooks.temperature,
            answerTokens: playbooks.answerTokens, attempts: playbooks.attempts, breaker: playbooks.breaker,
            requestsPerMinute: playbooks.requestsPerMinute, tokensPerMinute: playbooks.tokensPerMinute,
            price: playbooks.price)
    }
}
