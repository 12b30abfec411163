/// Checks whether a line names a product, a person or a company that was not given.
struct NameCheck {
    /// The words of the given names, in lower case.
    let given: Set<String>

    /// Returns what is wrong with a line, or nil if nothing is. Completes "the opening line …".
    func problem(with line: String) -> String? {
        let tokens = line.split { !($0.isLetter || $0.isNumber || $0 == "'" || $0 == "’") }
        var previous = ""
        for token in tokens {
            // Only the part before the apostrophe of "I'd" and "company's" counts.
            let word = String(token.prefix { $0 != "'" && $0 != "’" })
            let lower = word.lowercased()
            defer { previous = lower }
            if given.contains(lower) || lower.isEmpty { continue }
            if Self.products.contains(lower) { return "names '\(word)', which was not given" }
            if Self.greetings.contains(previous), !Vocabulary.words.contains(lower) {
                return "names '\(word)', which was not given"
            }
            guard word.contains(where: \.isUppercase), word != "I" else { continue }
            let isCapitalised = !word.dropFirst().contains(where: \.isUppercase)
            if isCapitalised, isKnown(lower) { continue }
            return "names '\(word)', which was not given"
        }
        return nil
    }

    private func isKnown(_ word: String) -> Bool {
        if Vocabulary.words.contains(word) || given.contains(word) { return true }
        // The loop covers regular forms of a known word.
        for ending in ["s", "es", "d", "ed", "ing", "ly", "er"] where word.hasSuffix(ending) {
            let stem = String(word.dropLast(ending.count))
            if Vocabulary.words.contains(stem) || Vocabulary.words.contains(stem + "e") { return true }
        }
        return false
    }

    private static let greetings: Set = ["hi", "hello", "hey", "dear", "greetings"]

    /// Products that models like to name. They are rejected however they are written.
    private static let products: Set = [
        "hubspot", "salesforce", "pipedrive", "zoho", "mailchimp", "gmail", "outlook", "slack", "zapier", "microsoft",
        "google", "linkedin", "facebook", "instagram", "twitter", "freshworks", "freshsales", "zendesk", "intercom",
        "marketo", "notion", "airtable", "asana", "trello", "monday.com", "stripe", "shopify", "wordpress", "excel",
        "openai", "chatgpt", "clickup", "activecampaign", "klaviyo", "hootsuite", "calendly", "docusign", "quickbooks",
    ]
}
