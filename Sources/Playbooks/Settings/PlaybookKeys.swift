package import Settings

/// The keys of the settings of `Playbooks`.
package enum PlaybookKeys {
    package static let section = SettingSection<PlaybookSettings>(
        name: "playbooks", title: "Playbooks",
        comment: """
            A pattern, a playbook and the first lines of a message for the best prospects. The key of the language model is \
            not a setting: it is OPENAI_API_KEY, in the environment or in a file .env beside this one.
            """,
        keys: [
            SettingKey(
                "playbooks.provider", \.provider, .oneOf,
                "Who writes: a language model, or rules and templates; auto takes the model where there is a key."),
            SettingKey(
                "playbooks.base_url", \.baseUrl, .serverAddress,
                "The server of the language model; it speaks OpenAI's chat completions API."),
            SettingKey("playbooks.model", \.model, .line("the name of a model"), "The language model."),
            SettingKey(
                "playbooks.temperature", \.temperature,
                .number("a number from 0 to 2") { $0 >= 0 && $0 <= 2 }, "How freely the model writes."),
            SettingKey(
                "playbooks.answer_tokens", \.answerTokens, .wholeNumber(50...100_000),
                "The most tokens of an answer."),
            SettingKey(
                "playbooks.top", \.top, .wholeNumber(1...100_000),
                "How many prospects get a playbook, from the top of the list."),
            SettingKey(
                "playbooks.concurrency", \.concurrency, .wholeNumber(1...256),
                "Requests that are under way at the same time."),
            SettingKey(
                "playbooks.timeout", \.timeout,
                .number("a number of seconds above 0") { $0 > 0 && $0 <= 3600 },
                "Seconds after which a request counts as failed."),
            SettingKey(
                "playbooks.attempts", \.attempts, .wholeNumber(1...20),
                "How often a request is tried where the server is busy, fails or cannot be reached."),
            SettingKey(
                "playbooks.breaker", \.breaker, .wholeNumber(1...1000),
                "Requests given up in a row after which the rest is left to the rules."),
            SettingKey(
                "playbooks.requests_per_minute", \.requestsPerMinute, .wholeNumber(1...1_000_000),
                "The most requests in a minute."),
            SettingKey(
                "playbooks.tokens_per_minute", \.tokensPerMinute, .wholeNumber(1...1_000_000_000),
                "The most tokens in a minute."),
            SettingKey(
                "playbooks.budget_requests", \.budgetRequests, .wholeNumber(0...1_000_000_000),
                "The most requests for the playbooks of one list, however often they are made."),
            SettingKey(
                "playbooks.budget_tokens", \.budgetTokens, .wholeNumber(0...1_000_000_000_000),
                "The most tokens for one list."),
            SettingKey(
                "playbooks.budget_money", \.budgetMoney, .number("a number from 0") { $0 >= 0 },
                "The most money for one list, in the currency of the prices."),
            SettingKey(
                "playbooks.prices", \.prices, .prices,
                "What models cost per million tokens; a model of one's own costs {input: 0, output: 0}."),
            SettingKey(
                "playbooks.similarity", \.similarity,
                .number("a number above 0 and up to 1") { $0 > 0 && $0 <= 1 },
                "Opening lines of two prospects that share so large a part of their words count as the same."),
            SettingKey(
                "playbooks.prompts", \.prompts, .folder,
                "The folder with system.txt and task.txt; what it does not hold is built in."),
            SettingKey(
                "playbooks.product", \.product, .word("none", or: .line("the name of a product")),
                "The name of your product, where messages may use it."),
            SettingKey(
                "playbooks.taxonomy", \.taxonomy, .taxonomy,
                """
                Behaviour patterns, in order, with the stage, the playbook focus, and when they may be chosen; p75 is the \
                75th percentile of a signal over the free portals that have any of it.
                """),
            SettingKey(
                "playbooks.urgency", \.urgency, .urgencies,
                "How soon to write, in order, and when each may be chosen."),
        ])
}
