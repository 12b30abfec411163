package import ChatCompletion

/// The settings that give the best prospects a behaviour pattern, a playbook and a first message.
package struct PlaybookSettings: Equatable, Sendable {
    package enum Provider: String, CaseIterable, Codable, Sendable {
        /// `openai` if there is a key, else `rules`.
        case auto
        /// A server with OpenAI's chat completions API.
        case openai
        /// Rules over the signals, and templates. It works offline.
        case rules
    }

    package var provider = Provider.auto
    /// The beginning of the API's addresses.
    package var baseUrl = PlaybookSettings.openAI
    package var model = "gpt-4o-mini"
    package var temperature = 0.2
    /// Maximum number of tokens of an answer.
    package var answerTokens = 300
    /// The number of prospects, from the top of the list.
    package var top = 50
    /// Maximum number of requests under way at the same time.
    package var concurrency = 8
    /// The number of seconds after which a request counts as failed.
    package var timeout = 60.0
    /// Maximum number of attempts of one call.
    package var attempts = 5
    /// The number of consecutive failed calls after which the rest is left to the rules.
    package var breaker = 3
    package var requestsPerMinute = 500
    package var tokensPerMinute = 200_000
    /// The limits for the messages of one Sunday, however often they are made.
    package var budgetRequests = 500
    package var budgetTokens = 500_000
    /// The limit in the currency of the prices.
    package var budgetMoney = 1.0
    package var prices = ModelPrice.defaults
    /// The similarity, in (0, 1], from which two opening lines count as equal.
    package var similarity = 0.8
    /// The folder with `system.txt` and `task.txt`. If it does not exist, the built-in prompts are used.
    package var prompts = "prompts"
    /// The name of the company's product in messages. nil: messages do not name it.
    package var product: String?
    package var taxonomy = TaxonomyRow.defaults
    package var urgency = UrgencyRule.defaults

    package static let openAI = "https://api.openai.com/v1"

    package init() {}

    /// The price of the model, or nil if none is configured.
    package var price: ModelPrice? { prices.first { $0.model == model } }
}

/// A row of the taxonomy. A row is always chosen as a whole.
package struct TaxonomyRow: Equatable, Sendable {
    package var pattern: String
    package var stage: String
    package var focus: String
    /// The condition for choosing the row.
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

/// The condition for choosing an urgency. The rules take the first one that holds.
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
    /// Makes the settings of the server and the model from those of the playbooks.
    package init(_ playbooks: PlaybookSettings) {
        self.init(
            baseURL: playbooks.baseUrl, model: playbooks.model, temperature: playbooks.temperature,
            answerTokens: playbooks.answerTokens, attempts: playbooks.attempts, breaker: playbooks.breaker,
            requestsPerMinute: playbooks.requestsPerMinute, tokensPerMinute: playbooks.tokensPerMinute,
            price: playbooks.price)
    }
}
