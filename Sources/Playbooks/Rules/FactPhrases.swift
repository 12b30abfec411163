internal import Sources

/// A notable fact about a prospect in several wordings, each the beginning of a sentence.
struct FactPhrase {
    enum Kind: String, CaseIterable {
        case volume, recent, people, breadth, growth, beginning, steady, quiet, decline, trial
    }

    let kind: Kind
    /// How notable the fact is. Higher is more notable.
    let weight: Double
    let wordings: [String]
}

/// Puts a prospect's facts into words. Every phrase is true of the facts that it is made from.
struct FactPhrases {
    let facts: PortalFacts
    /// The module that the message is about.
    let module: PortalFacts.Module?
    /// Whether the row itself names that module.
    private let isNamed: Bool

    /// Makes the phrases.
    ///
    /// - Parameter pattern: The pattern of the row, which may name a module.
    init(_ facts: PortalFacts, pattern: String) {
        self.facts = facts
        let used = facts.modules.filter { $0.actions > 0 }
        let named = used.first { pattern.lowercased().contains($0.title) }
        isNamed = named != nil
        module = named ?? used.max { ($0.actions, $1.name) < ($1.actions, $0.name) }
    }

    /// Whether more than one person is known to work with the product.
    var isTeam: Bool { (facts.people ?? 0) >= 2 }
    var who: String { isTeam ? "your team" : "you" }
    var whose: String { isTeam ? "your team's" : "your" }

    var longest: String { Self.period(facts.windows.longest, unit: "month", lengths: 28...31) }
    var recent: String { Self.period(facts.windows.recent, unit: "week", lengths: 7...7) }

    private static func period(_ days: Int, unit: String, lengths: ClosedRange<Int>) -> String {
        lengths.contains(days) ? "in the past \(unit)" : "in the past \(days) days"
    }

    /// Formats `deal actions` or `1 email action`.
    func actions(_ count: Int, of module: PortalFacts.Module) -> String {
        "\(Self.count(count)) \(Self.singular(module.title)) action\(count == 1 ? "" : "s")"
    }

    /// The notable facts, most notable first.
    var phrases: [FactPhrase] {
        let all = [volume, burst, people, breadth, growth, beginning, steady, quiet, decline, trial].compactMap { $0 }
        return all.enumerated().sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
            .map(\.element)
    }

    private func phrase(_ kind: FactPhrase.Kind, _ weight: Double, _ wordings: String...) -> FactPhrase {
        FactPhrase(kind: kind, weight: weight, wordings: wordings)
    }

    private var volume: FactPhrase? {
        guard let module, module.actions >= 5 else { return nil }
        let count = Self.count(module.actions)
        let name = module.title
        var wordings = [
            "\(who) logged \(count) actions in \(name) \(longest)",
            "I saw \(actions(module.actions, of: module)) from \(isTeam ? "your team" : "your side") \(longest)",
            "\(longest) \(who) took \(count) actions in \(name)",
        ]
        if module.actions >= 60 {
            let verb = Self.isPlural(name) ? "are" : "is"
            wordings.append("with \(count) actions \(longest), \(name) \(verb) clearly part of \(whose) routine")
        }
        return FactPhrase(
            kind: .volume, weight: Self.doublings(Double(module.actions) / 20) / 2 + (isNamed ? 1 : 0),
            wordings: wordings)
    }

    private var burst: FactPhrase? {
        guard let module, module.recentActions >= 3, module.actions > module.recentActions else { return nil }
        let share = Double(module.recentActions) / Double(module.actions)
        let now = Self.count(module.recentActions)
        let all = Self.count(module.actions)
        return phrase(
            .recent, 0.6 + share + (isNamed ? 1 : 0),
            "\(now) of \(whose) \(all) \(Self.singular(module.title)) actions \(longest) fell into the latest week",
            "\(who) logged \(now) actions in \(module.title) \(recent) alone",
            "I saw \(now) \(Self.singular(module.title)) actions from \(isTeam ? "your team" : "you") \(recent) alone")
    }

    private var people: FactPhrase? {
        guard let people = facts.people, people >= 2 else { return nil }
        let span = facts.cadence == .weekly ? "week" : "day"
        let count = Self.count(people)
        return phrase(
            .people, Self.doublings(Double(people)) * 0.7,
            "\(count) people from your team were active in the same \(span)",
            "I noticed up to \(count) people from your team at work in a single \(span)",
            "in one \(span) of the past month \(count) of your people were at work")
    }

    private var breadth: FactPhrase? {
        let used = facts.modules.filter { $0.actions >= 3 }
        guard used.count >= 2 else { return nil }
        let names = Self.list(used.map(\.title))
        return phrase(
            .breadth, Double(used.count) * 0.4,
            "\(who) worked with \(names) side by side \(longest)",
            "I saw \(who) use \(names) \(longest)",
            "\(longest) \(who) used \(names) together")
    }

    private var growth: FactPhrase? {
        guard let weeks = facts.lastFourWeeks, weeks.before >= 5, weeks.now >= weeks.before * 3 / 2 else { return nil }
        let (now, before) = (Self.count(weeks.now), Self.count(weeks.before))
        return phrase(
            .growth, Self.doublings(Double(weeks.now) / Double(weeks.before)) * 0.8,
            "\(who) logged \(now) actions in the last four weeks, up from \(before) in the four before",
            "\(whose) activity rose to \(now) actions in the last four weeks, from \(before) in the four before",
            "after \(before) actions in the four weeks before, I saw \(now) from \(who) in the last four")
    }

    private var beginning: FactPhrase? {
        guard let age = facts.age, age < 28, facts.actions > 10 else { return nil }
        let start = Self.ago[age / 7]
        let count = Self.count(facts.actions)
        return phrase(
            .beginning, 1.8,
            "\(who) started \(start) and \(isTeam ? "has" : "have") already logged \(count) actions",
            "\(who) began \(start) and \(isTeam ? "has" : "have") taken \(count) actions since",
            "\(who) only started \(start), and I already see \(count) actions")
    }

    private static let ago = [
        "in the past week", "within the past two weeks", "within the past three weeks", "within the past four weeks",
    ]

    private var steady: FactPhrase? {
        guard let weeks = facts.activeWeeks, weeks >= 8 else { return nil }
        let span = weeks >= 12 ? "every one of the last 12 weeks" : "\(weeks) of the last 12 weeks"
        return phrase(
            .steady, Double(weeks - 7) * 0.25,
            "\(who) showed up in \(span)", "I noticed \(who) at work in \(span)",
            "\(span) had work from \(who) in \(weeks >= 12 ? "it" : "them")")
    }

    private var quiet: FactPhrase? {
        guard let recency = facts.recency, recency >= 13 else { return nil }
        let weeks = (recency + 1) / 7 - 1
        guard (1...8).contains(weeks) else {
            return phrase(
                .quiet, 3, "it has been quiet on your side for a while", "I have not seen \(who) at work for some time")
        }
        let span = weeks == 1 ? "the past week" : "the past \(Self.words[weeks]) weeks"
        let days = facts.windows.longest
        let period = (28...31).contains(days) ? "month" : "past \(days) days"
        let done = facts.actions > 0 ? " after \(Self.actionCount(facts.actions)) earlier in the \(period)" : ""
        return phrase(
            .quiet, 1 + Double(weeks),
            "it was quiet on your side in \(span)\(done)",
            "I saw no activity from \(who) in \(span)\(done)",
            "\(who) took a break in \(span)\(done)")
    }

    private static let words = ["", "", "two", "three", "four", "five", "six", "seven", "eight"]

    private var decline: FactPhrase? {
        guard let weeks = facts.lastFourWeeks, weeks.before >= 10, weeks.now * 2 <= weeks.before else { return nil }
        let (now, before) = (Self.count(weeks.now), Self.count(weeks.before))
        return phrase(
            .decline, Self.doublings(Double(weeks.before) / Double(max(weeks.now, 1))) * 0.5,
            "\(whose) activity went down to \(now) actions in the last four weeks, from \(before) in the four before",
            "it looks as if things slowed down on your side, from \(before) actions in four weeks to \(now) in the next",
            "after \(before) actions in the four weeks before, I saw only \(now) in the last four")
    }

    private var trial: FactPhrase? {
        let used = facts.modules.filter { $0.actions > 0 }
        guard !used.isEmpty, facts.actions <= 10 else { return nil }
        let names = Self.list(used.map(\.title))
        if let age = facts.age, age < 28 {
            let start = Self.ago[age / 7]
            return phrase(
                .trial, 4,
                "you took your first steps in \(names) \(start)",
                "I saw that you tried \(names) for the first time \(start)",
                "your first look at \(names) came \(start)",
                "thank you for giving \(names) a try \(start)")
        }
        return phrase(
            .trial, 2,
            "you came back for \(Self.actionCount(facts.actions)) in \(names) \(longest)",
            "I noticed you in \(names) \(longest)",
            "\(longest) you took \(Self.actionCount(facts.actions)) in \(names)")
    }

    /// Formats `1 action` or `2 actions`.
    static func actionCount(_ count: Int) -> String { "\(Self.count(count)) action\(count == 1 ? "" : "s")" }

    /// Formats `3562` as `3,562`.
    static func count(_ number: Int) -> String {
        let digits = String(number)
        return digits.enumerated().map { index, digit in
            index > 0 && (digits.count - index) % 3 == 0 ? ",\(digit)" : String(digit)
        }.joined()
    }

    /// Formats `a`, `a and b`, or `a, b and c`.
    static func list(_ names: [String]) -> String {
        names.count < 2 ? names.joined() : names.dropLast().joined(separator: ", ") + " and " + names[names.count - 1]
    }

    /// Returns `deal` for `deals`, `company` for `companies`.
    static func singular(_ name: String) -> String {
        if name.hasSuffix("ies") { return name.dropLast(3) + "y" }
        return isPlural(name) ? String(name.dropLast()) : name
    }

    static func isPlural(_ name: String) -> Bool { name.hasSuffix("s") && !name.hasSuffix("ss") }

    /// Returns how often 1 must be doubled to reach a number. It is 0 below 1.
    private static func doublings(_ ratio: Double) -> Double {
        var (rest, steps) = (ratio, 0.0)
        while rest >= 2 {
            rest /= 2
            steps += 1
        }
        return max(0, steps + rest - 1)
    }
}
