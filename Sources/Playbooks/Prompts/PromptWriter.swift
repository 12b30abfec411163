internal import Base
internal import Boosting
package import ChatCompletion
internal import Foundation
internal import Sources

/// Makes the request for one prospect: what the model may say about it, and what it needs to choose.
package struct PromptWriter: Sendable {
    private let prompts: Prompts
    private let taxonomy: Taxonomy
    private let horizon: Int
    private let product: String?
    /// The schema of every answer.
    package let schema: AnswerSchema

    package init(prompts: Prompts, taxonomy: Taxonomy, horizon: Int, product: String?) {
        self.prompts = prompts
        self.taxonomy = taxonomy
        self.horizon = horizon
        self.product = product
        func distinct(_ texts: [String]) -> [String] {
            texts.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
        }
        schema = AnswerSchema(
            name: "playbook",
            fields: [
                .init(AnswerField.pattern, choices: distinct(taxonomy.rows.map(\.pattern))),
                .init(AnswerField.stage, choices: distinct(taxonomy.rows.map(\.stage))),
                .init(AnswerField.focus, choices: distinct(taxonomy.rows.map(\.focus))),
                .init(AnswerField.urgency, choices: Urgency.allCases.map(\.rawValue)),
                .init(AnswerField.subject), .init(AnswerField.opening),
            ])
    }

    /// Returns the first request for a prospect.
    package func request(for facts: PortalFacts) -> ChatRequest {
        let rows = taxonomy.rows.map { row in
            "- behavior_pattern \"\(row.pattern)\", likely_stage \"\(row.stage)\", playbook_focus \"\(row.focus)\": "
                + taxonomy.thresholds.resolved(row.rule)
        }
        let urgencies = taxonomy.urgencies.map {
            "- \($0.urgency.rawValue): \(taxonomy.thresholds.resolved($0.rule))"
        }
        let values: [PromptTemplate.Place: String] = [
            .taxonomy: (rows + ["Where no rule holds, the last row is the one."]).joined(separator: "\n"),
            .urgencies: urgencies.joined(separator: "\n"), .facts: Self.json(Self.sayable(facts)),
            .background: Self.json(background(facts)), .horizon: String(horizon),
            .product: product.map { Self.json(.text($0)) } ?? "the product",
        ]
        return ChatRequest(
            messages: [
                ChatMessage(.system, prompts.system.filled(values)), ChatMessage(.user, prompts.task.filled(values)),
            ], schema: schema)
    }

    /// Returns the request after an answer that failed a check.
    ///
    /// - Parameters:
    ///   - answer: What the model wrote, or nil if there was nothing to read.
    ///   - problem: What was wrong with it, in a sentence.
    package func retry(_ request: ChatRequest, answer: String?, problem: String) -> ChatRequest {
        var request = request
        // A long answer does not help the model and costs tokens.
        if let answer { request.messages.append(ChatMessage(.assistant, String(answer.prefix(2_000)))) }
        request.messages.append(
            ChatMessage(
                .user,
                """
                This answer cannot be used: \(problem)
                Answer again with one JSON object that keeps to all of the rules above.
                """))
        return request
    }

    /// Returns what a message may say.
    static func sayable(_ facts: PortalFacts) -> Value {
        let (recent, longest) = facts.windows
        let row = facts.cadence == .weekly ? "week" : "day"
        func modules(_ value: (PortalFacts.Module) -> Int) -> Value {
            .mapping(facts.modules.map { ($0.name, .number(value($0))) })
        }
        var pairs: [(String, Value)] = []
        for firmographic in facts.firmographics {
            guard let value = firmographic.value.flatMap(Self.shareable) else { continue }
            switch firmographic.kind {
            case .rank: continue
            default: pairs.append((firmographic.column.lowercased(), .text(value)))
            }
        }
        pairs += [
            ("actions_last_\(recent)_days", modules(\.recentActions)),
            ("actions_last_\(longest)_days", modules(\.actions)),
        ]
        if let people = facts.people { pairs.append(("most_people_in_one_\(row)", .number(people))) }
        if let weeks = facts.lastFourWeeks {
            pairs += [
                ("all_actions_last_4_weeks", .number(weeks.now)),
                ("all_actions_4_weeks_before", .number(weeks.before)),
            ]
            if let change = facts.change { pairs.append(("change_percent", .number(change))) }
        }
        if let recency = facts.recency { pairs.append(("days_since_last_activity", .number(recency))) }
        if let weeks = facts.activeWeeks { pairs.append(("active_weeks_of_last_12", .number(weeks))) }
        if let age = facts.age { pairs.append(("days_since_first_activity", .number(age))) }
        return .mapping(pairs)
    }

    private func background(_ facts: PortalFacts) -> Value {
        let (recent, longest) = facts.windows
        let row = facts.cadence == .weekly ? "weeks" : "days"
        let percent = Double(facts.probability).map { SignalThresholds.number($0 * 100) + "%" } ?? "unknown"
        var pairs: [(String, Value)] = [("probability_within_\(horizon)_days", .text(percent))]
        if let band = facts.band { pairs.append(("band", .text(band))) }
        for firmographic in facts.firmographics {
            guard case .rank(let unranked) = firmographic.kind else { continue }
            let words = WebRank.words(firmographic.value, unranked: unranked)
            pairs.append((firmographic.column.lowercased(), .text(words)))
        }
        if !facts.reasons.isEmpty { pairs.append(("why_the_score_is_high", .list(facts.reasons.map { .text($0) }))) }
        pairs += [
            ("user_\(row)_last_\(recent)_days", .mapping(facts.modules.map { ($0.name, .number($0.recentUsers)) })),
            ("user_\(row)_last_\(longest)_days", .mapping(facts.modules.map { ($0.name, .number($0.users)) })),
        ]
        let named = Set(
            (taxonomy.rows.map(\.rule) + taxonomy.urgencies.map(\.rule)).flatMap(\.signals))
        let signals = facts.signals.filter { named.contains($0.key) }.sorted { $0.key < $1.key }
        pairs.append(("signals", .mapping(signals.map { ($0.key, .decimal($0.value)) })))
        return .mapping(pairs)
    }

    /// Returns a firmographic in the form that may leave the machine: short, and without contact details.
    static func shareable(_ value: String) -> String? {
        let text = value.unicodeScalars.map { scalar -> Character in
            scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .format
                ? " " : Character(scalar)
        }
        let line = String(String(text).prefix(80))
        let digits = line.filter { $0.isNumber }.count
        let isRange = NumberRange.midpoint(of: line) != nil
        if line.contains("@") || line.contains("://") || (digits >= 7 && !isRange) { return nil }
        return line.allSatisfy(\.isWhitespace) ? nil : line
    }

    /// A value in the form of the prompts.
    indirect enum Value {
        case text(String)
        case number(Int)
        case decimal(Double)
        case list([Value])
        case mapping([(String, Value)])
    }

    /// Returns JSON in which no text can end the block of data around it.
    static func json(_ value: Value) -> String {
        switch value {
        case .text(let text):
            let encoder = JSONEncoder()
            encoder.outputFormatting = .withoutEscapingSlashes
            let quoted = (try? encoder.encode(text)).map { String(decoding: $0, as: UTF8.self) } ?? "\"\""
            return quoted.replacing("<", with: "\\u003c").replacing(">", with: "\\u003e")
        case .number(let number): return String(number)
        case .decimal(let number): return SignalThresholds.number(number)
        case .list(let values): return "[" + values.map(json).joined(separator: ", ") + "]"
        case .mapping(let pairs):
            return "{" + pairs.map { "\(json(.text($0.0))): \(json($0.1))" }.joined(separator: ", ") + "}"
        }
    }
}

/// Describes a rank among all web sites in words.
enum WebRank {
    static func words(_ value: String?, unranked: Double?) -> String {
        guard let rank = value.flatMap(Double.init), rank > 0, rank != unranked else { return "not ranked" }
        switch rank {
        case ...1_000: return "among the most visited sites of the world"
        case ...10_000: return "very well visited"
        case ...100_000: return "well visited"
        case ...1_000_000: return "moderately visited"
        case ...5_000_000: return "little visited"
        default: return "hardly visited"
        }
    }
}
