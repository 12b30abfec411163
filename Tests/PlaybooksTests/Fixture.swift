import Base
import Boosting
import ChatCompletion
import Foundation
import Sources
import TestSupport

@testable import Playbooks

/// A few prospects whose facts a test knows.
enum Fixture {
    static let taxonomy = Taxonomy(
        rows: TaxonomyRow.defaults, urgencies: UrgencyRule.defaults,
        thresholds: SignalThresholds([
            .init(signals: ["actions.deals"], percent: 75): 44, .init(signals: ["actions.email"], percent: 75): 5,
            .init(signals: ["actions.contacts"], percent: 50): 6, .init(signals: ["actions"], percent: 50): 11,
        ]), signals: SignalNames.known(actions: actions, users: [], windows: [7, 14, 30]))
    static let actions = ["ACTIONS_CRM_CONTACTS", "ACTIONS_CRM_COMPANIES", "ACTIONS_CRM_DEALS", "ACTIONS_EMAIL"]

    /// Actions over 30 days and over 7 of contacts, companies, deals and email.
    static func facts(
        _ rank: Int = 1, month: [Int] = [99, 13, 317, 9], week: [Int] = [41, 3, 16, 3], before: Int = 273,
        people: Int = 4, recency: Int = 6, industry: String? = "HOSPITALITY"
    ) -> PortalFacts {
        let names = ModuleNames.names(of: actions)
        let now = month.reduce(0, +)
        var signals: [String: Double] = [
            "actions": Double(now), "people": Double(people), "recency": Double(recency),
            "change": before > 0 ? 100 * Double(now - before) / Double(before) : 100,
            "modules": Double(month.filter { $0 > 0 }.count),
            "largest_share": Double(month.max()!) / Double(max(now, 1)),
        ]
        for (name, count) in zip(names, month) {
            signals["actions.\(name)"] = Double(count)
            signals["share.\(name)"] = Double(count) / Double(max(now, 1))
        }
        return PortalFacts(
            rank: rank, id: "portal-\(rank)", probability: "0.1146",
            firmographics: [
                .init(column: "EMPLOYEE_RANGE", kind: .range, value: "11 to 25"),
                .init(column: "INDUSTRY", kind: .category, value: industry),
            ],
            modules: zip(names, zip(week, month)).map {
                .init(name: $0, recentActions: $1.0, actions: $1.1, recentUsers: 3, users: 13)
            },
            lastFourWeeks: (now, before), people: people, recency: recency, activeWeeks: 10, age: 475,
            signals: signals)
    }

    /// An answer of a model.
    static func answer(
        _ row: TaxonomyRow = TaxonomyRow.defaults[0], urgency: String = "reach_out_now",
        subject: String = "Your 317 deal actions", opening: String = "Your team logged 317 actions in deals lately."
    ) -> String {
        let values = [
            "behavior_pattern": row.pattern, "likely_stage": row.stage, "playbook_focus": row.focus,
            "urgency": urgency, "subject_line": subject, "opening_line": opening,
        ]
        return String(decoding: try! JSONEncoder().encode(values), as: UTF8.self)
    }

    /// Many prospects, no two alike.
    static func list(_ count: Int) -> [PortalFacts] {
        (1...count).map { rank in
            facts(
                rank, month: [90 + 7 * rank, 13 + rank, 300 + 11 * rank, rank % 3],
                week: [20 + rank, rank % 5, 40 + 3 * rank, 0], before: 200 + rank)
        }
    }

    /// A segmenter that asks a server.
    static func segment(
        _ prospects: [PortalFacts], server: ModelServer, folder: TemporaryFolder, edits: Edits = Edits(),
        budget: Spending = .init(requests: 1_000, tokens: 100_000_000, money: 100),
        concurrency: Int = 8, change: (inout ChatSettings) -> Void = { _ in }
    ) async throws -> Segmentation {
        var settings = ChatSettings(baseURL: server.address, model: "m", tokensPerMinute: 100_000_000)
        settings.firstPause = .milliseconds(5)
        settings.longestPause = .milliseconds(20)
        change(&settings)
        let journal = try AnswerJournal(path: folder.path + "/answers.jsonl")
        let transport = AsyncHTTPTransport(timeout: .seconds(20))
        let client = ChatClient(
            settings: settings, key: nil, transport: transport, time: SystemTime(), journal: journal,
            budget: Budget(limit: budget, scope: "s", journal: journal), seed: 1)
        let writer = PromptWriter(prompts: try Prompts(), taxonomy: taxonomy, horizon: 30, product: nil)
        let result = try await Segmenter(
            taxonomy: taxonomy, writer: writer, check: AnswerCheck(taxonomy: taxonomy, product: nil), client: client,
            similarity: 0.8, concurrency: concurrency, edits: edits, progress: SilentProgress()
        ).segment(prospects)
        await transport.close()
        return result
    }

    /// An answer that is true of the prospect whose prompt a request carries, with lines of its own.
    static func goodAnswer(_ request: ModelServer.Request) -> String {
        let deals = dealCount(request)
        let words = ["planning", "reviewing", "sorting", "checking", "moving", "closing", "sharing"]
        let verb = words[deals % words.count]
        return answer(
            subject: "A forecast for \(deals) deal actions",
            opening: "\(deals) deal actions \(verb) \(deals) open \(verb) questions \(deals) \(verb)?")
    }

    /// The deal actions of 30 days in the prompt's facts.
    static func dealCount(_ request: ModelServer.Request) -> Int {
        let prompt = request.messages[1]
        let month = prompt.split(separator: "actions_last_30_days", maxSplits: 1)[1]
        let deals = month.split(separator: "\"deals\": ", maxSplits: 1)[1]
        return Int(deals.prefix { $0.isNumber })!
    }
}
