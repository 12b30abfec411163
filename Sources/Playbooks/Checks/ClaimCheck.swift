internal import Base

/// Checks whether the claims of a line are true: its numbers, what they count and when, and how usage develops.
struct ClaimCheck {
    let sayable: Sayable

    /// Returns what is wrong with a line, or nil if nothing is. Completes "the opening line …".
    func problem(with line: String) -> String? {
        let words = NumberScan.tokens(line).map { $0.lowercased() }
        if let word = words.first(where: { NumberScan.vague.contains($0) }) {
            return "says '\(word)', an amount that is not in the facts"
        }
        let numbers = NumberScan.numbers(in: line)
        for (place, number) in numbers.enumerated() {
            if !isTrue(number, words: words, numbers: numbers, place: place) {
                return "has the number \(number.text), which is not in the facts, or not for what it is said to count"
            }
        }
        return trend(words, line.lowercased())
    }

    private func isTrue(
        _ number: NumberScan.Found, words: [String], numbers: [NumberScan.Found], place: Int
    ) -> Bool {
        let next = number.word + 1 < words.count ? words[number.word + 1] : ""
        if number.isPercent || next == "percent" { return sayable.percents.contains(number.value) }
        switch next {
        case "day", "days": return sayable.days.contains(number.value)
        case "week", "weeks": return sayable.weeks.contains(number.value)
        case "month", "months", "year", "years", "hour", "hours", "minute", "minutes", "quarter", "quarters":
            return false
        default: break
        }
        // What the number counts stands within the next six words, before the next number.
        let limit = min(place + 1 < numbers.count ? numbers[place + 1].word : words.count, number.word + 7)
        let counted = words[min(number.word + 1, limit)..<limit]
        if let first = counted.first, ["employees", "staff"].contains(first) {
            return sayable.size.contains(number.value)
        }
        if counted.prefix(3).contains(where: { Self.people.contains($0) }) {
            return sayable.people.contains(number.value)
        }
        let mentioned = sayable.facts.modules.filter { module in
            counted.contains { $0 == module.title || $0 == FactPhrases.singular(module.title) }
        }
        // If several modules are listed, the number is their total.
        if mentioned.count > 1 {
            let together = [
                mentioned.reduce(0) { $0 + $1.recentActions }, mentioned.reduce(0) { $0 + $1.actions },
            ]
            if together.contains(where: { Double($0) == number.value }) { return true }
        }
        let module = mentioned.min { first($0, in: counted) < first($1, in: counted) }
        if let module {
            guard sayable.actions(of: module).contains(number.value) else { return false }
        } else if !sayable.all.contains(number.value) {
            return false
        }
        return fitsItsTime(number, words: words, numbers: numbers, place: place, module: module)
    }

    private func first(_ module: PortalFacts.Module, in words: ArraySlice<String>) -> Int {
        words.firstIndex { $0 == module.title || $0 == FactPhrases.singular(module.title) } ?? words.endIndex
    }

    private static let people: Set = [
        "people", "persons", "person", "users", "user", "teammates", "teammate", "colleagues", "colleague", "members",
        "seats", "reps", "coworkers",
    ]

    private enum Span { case recent, longest }

    /// Whether a count belongs to the span of time that the line names beside it.
    private func fitsItsTime(
        _ number: NumberScan.Found, words: [String], numbers: [NumberScan.Found], place: Int,
        module: PortalFacts.Module?
    ) -> Bool {
        // Numbers that only measure time do not end a clause.
        let counts = numbers.filter { !["week", "weeks", "day", "days"].contains(word(after: $0, in: words)) }
        let end = counts.first { $0.word > number.word }?.word ?? words.count
        var span = Self.span(in: words[number.word..<end])
        if span == nil, counts.count == 1 { span = Self.span(in: words[..<number.word]) }
        let value = number.value
        let others = sayable.people.contains(value) || sayable.facts.activeWeeks.map(Double.init) == value
        switch span {
        case nil: return true
        case .recent:
            let fits = module.map { Double($0.recentActions) == value } ?? sayable.recent.contains(value)
            return fits || (module == nil && others)
        case .longest:
            let fits = module.map { Double($0.actions) == value } ?? sayable.longest.contains(value)
            return fits || (module == nil && others)
        }
    }

    private func word(after number: NumberScan.Found, in words: [String]) -> String {
        number.word + 1 < words.count ? words[number.word + 1] : ""
    }

    /// Returns the first span of time among the words.
    private static func span(in words: ArraySlice<String>) -> Span? {
        for index in words.indices.dropFirst() {
            switch (words[index - 1], words[index]) {
            case ("past", "week"), ("last", "week"), ("this", "week"), ("latest", "week"), ("7", "days"),
                ("seven", "days"):
                return .recent
            case ("past", "month"), ("last", "month"), ("this", "month"), ("30", "days"), ("thirty", "days"),
                ("four", "weeks"), ("4", "weeks"):
                return .longest
            case (_, "today"), (_, "yesterday"): return .recent
            default: continue
            }
        }
        return nil
    }

    private func trend(_ words: [String], _ line: String) -> String? {
        if let weeks = sayable.facts.lastFourWeeks, weeks.now <= weeks.before,
            let word = words.first(where: { word in Self.rising.contains { word.hasPrefix($0) } })
        {
            return "says '\(word)', although activity did not rise against the four weeks before"
        }
        let isSlower = sayable.facts.lastFourWeeks.map { $0.now < $0.before } ?? true
        let isQuiet = sayable.facts.recency.map { $0 > 7 } ?? true
        if !isSlower, !isQuiet, let word = words.first(where: { word in Self.falling.contains { word.hasPrefix($0) } })
        {
            return "says '\(word)', although activity did not fall"
        }
        if let people = sayable.facts.people, people <= 1 {
            for index in words.indices.dropFirst(2)
            where words[index - 2] == "your" && Self.groups.contains(words[index - 1]) {
                if Self.doing.contains(words[index]) || words[index].hasSuffix("ed") {
                    return "speaks of a \(words[index - 1]) at work, although one person was"
                }
            }
            if line.contains("your team's ") || line.contains("your team’s ") {
                return "speaks of a team at work, although one person was"
            }
        }
        return nil
    }

    private static let rising = [
        "growing", "grew", "grown", "increas", "rose", "rising", "surg", "ramp", "accelerat", "climb", "jumped",
        "skyrocket", "soar", "momentum",
    ]
    private static let falling = [
        "slowed", "slowing", "declin", "dropped", "dropping", "quiet", "inactiv", "stalled", "paused", "dormant",
        "shrank", "shrunk", "decreas", "idle", "dwindl",
    ]
    private static let groups: Set = ["team", "teammates", "colleagues", "people", "users", "staff"]
    private static let doing: Set = [
        "has", "have", "is", "are", "was", "were", "made", "does", "did", "do", "uses", "use", "works", "went", "put",
        "keeps", "came", "spent", "took", "built", "sent", "began", "of",
    ]
}
