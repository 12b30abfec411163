/// Writes the playbook of a prospect without a language model. A rule chooses the row. Templates give the lines, filled
/// with notable facts about the prospect.
package struct RuleWriter: Sendable {
    private let taxonomy: Taxonomy
    /// The number of uses of each template, so that the next message takes another one.
    private var uses: [String: Int] = [:]

    package init(_ taxonomy: Taxonomy) { self.taxonomy = taxonomy }

    /// Returns the first row whose rule holds.
    package func row(for facts: PortalFacts) -> TaxonomyRow { taxonomy.rows(for: facts)[0] }

    /// Returns the playbook of one prospect, with lines that no other prospect of the list has.
    ///
    /// - Parameter used: The lines of the list so far. If every possible line is taken, the line stays empty rather
    ///   than repeating one.
    package mutating func write(_ facts: PortalFacts, avoiding used: UsedLines) -> Playbook {
        let row = row(for: facts)
        let phrases = FactPhrases(facts, pattern: row.pattern)
        let offers = Offers.offers(for: row.focus)
        let opening = opening(phrases, offers, focus: row.focus) { !used.hasNearly(opening: $0) }
        let subject = subject(phrases, offers, focus: row.focus) { !used.has(subject: $0) }
        return Playbook(
            pattern: row.pattern, stage: row.stage, focus: row.focus, urgency: taxonomy.urgencies(for: facts)[0],
            subject: subject ?? "", opening: opening ?? "")
    }

    private mutating func opening(
        _ phrases: FactPhrases, _ offers: Offers, focus: String, isFree: (String) -> Bool
    ) -> String? {
        var found = phrases.phrases
        if focus != "Reactivation" {
            // A prospect who is asked to upgrade is not told that usage slowed down.
            let positive = found.filter { $0.kind != .quiet && $0.kind != .decline }
            if !positive.isEmpty { found = positive }
        }
        if found.isEmpty {
            found = [
                FactPhrase(
                    kind: .quiet, weight: 0,
                    wordings: [
                        "you signed up and I have not seen you at work yet",
                        "your account is there and nothing has happened in it yet",
                    ])
            ]
        }
        for pool in [found.prefix(2), found.prefix(4), found[...]] {
            var candidates: [(uses: Int, order: Int, text: String, keys: [String])] = []
            for (place, phrase) in pool.enumerated() {
                for (wording, text) in phrase.wordings.enumerated() {
                    for end in offers.ends {
                        guard let filled = Self.filled(end, phrases) else { continue }
                        let keys = ["\(phrase.kind.rawValue) \(wording)", "kind \(phrase.kind.rawValue)", end]
                        let count =
                            2 * uses[keys[0], default: 0] + uses[keys[1], default: 0] + 2 * uses[end, default: 0]
                        let line = Self.sentence(text + filled)
                        candidates.append((count + place, candidates.count, line, keys))
                    }
                }
            }
            for candidate in candidates.sorted(by: { ($0.uses, $0.order) < ($1.uses, $1.order) })
            where isFree(candidate.text) && Self.wordCount(candidate.text) <= LineCheck.longestOpening {
                for key in candidate.keys { uses[key, default: 0] += 1 }
                return candidate.text
            }
        }
        return nil
    }

    private mutating func subject(
        _ phrases: FactPhrases, _ offers: Offers, focus: String, isFree: (String) -> Bool
    ) -> String? {
        let candidates = offers.subjects.enumerated().compactMap { index, template -> (Int, Int, String, String)? in
            guard let line = Self.filled(template, phrases) else { return nil }
            return (uses["subject " + template, default: 0], index, Self.sentence(line), template)
        }
        for (_, _, line, template) in candidates.sorted(by: { ($0.0, $0.1) < ($1.0, $1.1) }) where isFree(line) {
            uses["subject " + template, default: 0] += 1
            return line
        }
        // If the templates are used up, other numbers make another line.
        let used = phrases.facts.modules.filter { $0.actions > 0 }.prefix(3).map { phrases.actions($0.actions, of: $0) }
        let rest = [
            "Your \(FactPhrases.list(used))", "After \(FactPhrases.list(used))", "\(FactPhrases.list(used)) so far",
            "More from \(FactPhrases.list(used))",
        ]
        return rest.first {
            !used.isEmpty && isFree($0) && LineCheck.subjectWords.contains(Self.wordCount($0))
        }
    }

    /// Returns a template filled with the prospect's facts, or nil if a fact is missing.
    private static func filled(_ template: String, _ phrases: FactPhrases) -> String? {
        var line = template
        let module = phrases.module
        // Small counts read badly in a subject, and one deal action is not "actions".
        let values: [(String, String?)] = [
            ("{n}", module.flatMap { $0.actions >= 3 ? FactPhrases.count($0.actions) : nil }),
            ("{r}", module.flatMap { $0.recentActions >= 3 ? FactPhrases.count($0.recentActions) : nil }),
            ("{k}", phrases.facts.people.flatMap { $0 >= 2 ? FactPhrases.count($0) : nil }),
            ("{w}", phrases.facts.windows.recent == 7 ? "week" : nil),
            ("{m}", (28...31).contains(phrases.facts.windows.longest) ? "month" : nil),
            ("{deals}", module?.title), ("{deal}", module.map { FactPhrases.singular($0.title) }),
        ]
        for (slot, value) in values where line.contains(slot) {
            guard let value else { return nil }
            line = line.replacing(slot, with: value)
        }
        return line
    }

    private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }

    private static func wordCount(_ text: String) -> Int { text.split(separator: " ").count }
}
