import Boosting
import ChatCompletion
import Testing

@testable import Playbooks

/// The rules and templates.
@Suite struct RuleTests {
    /// Kinds of prospects: deals, email, contacts, one person, quiet, falling, mixed, trial, never used.
    static let prospects: [PortalFacts] = {
        var all: [PortalFacts] = []
        for step in 0..<6 {
            let more = step * 9
            all += [
                Fixture.facts(all.count + 1, month: [99, 13, 223 + more, 4], week: [40, 1, 58 + step, 1]),
                Fixture.facts(all.count + 2, month: [60 + step, 24, 0, 27 + step], week: [9, 0, 0, 11]),
                Fixture.facts(all.count + 3, month: [184 + more, 0, 0, 2], week: [8, 0, 0, 0], before: 90),
                Fixture.facts(all.count + 4, month: [30 + more, 29, 9, 0], week: [6 + step, 12, 0, 0], people: 1),
                Fixture.facts(
                    all.count + 5, month: [65 + step, 35, 0, 0], week: [0, 0, 0, 0], before: 701, recency: 20),
                Fixture.facts(
                    all.count + 6, month: [52 + step, 41, 41, 0], week: [52, 41, 41, 0], before: 0, people: 3),
                Fixture.facts(all.count + 7, month: [1 + step, 0, 1, 0], week: [1, 0, 1, 0], before: 0, people: 1),
            ]
        }
        return all
    }()

    private func result() -> Segmentation {
        Segmenter.byRules(Self.prospects, taxonomy: Fixture.taxonomy, similarity: 0.8, edits: Edits())
    }

    @Test func rowsFollowTheSignals() {
        let patterns = result().prospects.prefix(7).map(\.playbook.pattern)
        #expect(
            patterns == [
                "High Deals + Multi-user", "High Email", "High Contacts only", "Single-user heavy",
                "Multi-user low activity", "Balanced usage", "Single-user heavy",
            ])
        #expect(result().prospects[4].playbook.urgency == .reactivate)
    }

    /// What the templates say passes the same checks as what a model says.
    @Test func templatesPassTheChecks() throws {
        let check = AnswerCheck(taxonomy: Fixture.taxonomy, product: nil)
        for prospect in result().prospects {
            let playbook = prospect.playbook
            let row = TaxonomyRow.defaults.first { $0.pattern == playbook.pattern }!
            let answer = Fixture.answer(
                row, urgency: playbook.urgency.rawValue, subject: playbook.subject, opening: playbook.opening)
            do {
                _ = try check.playbook(.text(answer), for: prospect.facts)
            } catch {
                Issue.record("\(error.reason): \(playbook.subject) | \(playbook.opening)")
            }
        }
    }

    @Test func noTwoLinesAreAlike() {
        let playbooks = result().prospects.map(\.playbook)
        #expect(Set(playbooks.map(\.subject)).count == playbooks.count)
        let openings = playbooks.map { Similarity.words($0.opening) }
        for (index, words) in openings.enumerated() {
            #expect(!words.isEmpty)
            for other in openings[..<index] { #expect(Similarity.between(words, other) < 0.8) }
        }
    }

    /// Where all that can be said has been said, a line is left out and not repeated.
    @Test func moreProspectsThanLines() {
        let same = (1...60).map { Fixture.facts($0) }
        let result = Segmenter.byRules(same, taxonomy: Fixture.taxonomy, similarity: 0.8, edits: Edits())
        let subjects = result.prospects.map(\.playbook.subject).filter { !$0.isEmpty }
        #expect(Set(subjects).count == subjects.count)
        #expect(subjects.count < 60)
    }
}

@Suite struct SignalRuleTests {
    @Test func andBindsCloserThanOr() throws {
        let rule = try SignalRule("people >= 2 and actions < p50 or actions = 0")
        #expect(rule.alternatives.map(\.count) == [2, 1])
        let thresholds = SignalThresholds([.init(signals: ["actions"], percent: 50): 11])
        func holds(_ people: Double, _ actions: Double) -> Bool {
            let facts = PortalFacts(
                rank: 1, id: "", probability: "0", modules: [], signals: ["people": people, "actions": actions])
            return thresholds.hold(rule, for: facts)
        }
        #expect(holds(2, 10) && !holds(2, 11) && !holds(1, 10) && holds(1, 0))
        #expect(thresholds.resolved(rule) == "people >= 2 and actions < 11, or actions = 0")
    }

    @Test func aSignalThatIsNotKnownHoldsNothing() throws {
        let facts = PortalFacts(rank: 1, id: "", probability: "0", modules: [], signals: [:])
        #expect(!SignalThresholds([:]).hold(try SignalRule("recency > 1 or recency <= 1"), for: facts))
    }

    @Test(arguments: [
        "", "people", "people >=", "people >= many", "people >= p101", ">= 2", "a >= 1 and", "a b > 1 or",
    ])
    func whatIsNoRule(_ text: String) { #expect(throws: SignalRuleError.self) { try SignalRule(text) } }

    @Test func modulesAreNamedByTheirColumns() {
        #expect(ModuleNames.names(of: Fixture.actions) == ["contacts", "companies", "deals", "email"])
        #expect(ModuleNames.names(of: ["A"]) == ["a"])
        #expect(ModuleNames.names(of: ["REPORTS_VIEWED", "REPORTS_MADE"]) == ["viewed", "made"])
        #expect(ModuleNames.names(of: ["X_A", "X_A_"]) == ["x_a", "x_a_"])
    }
}

@Suite struct PromptTests {
    @Test func anUnknownPlaceIsNamedWithTheKnownOnes() {
        #expect {
            try Prompts(task: "Hello {{ fcats }}")
        } throws: { error in
            let text = "\(error)"
            return text.contains("'task.txt' has the unknown placeholder {{fcats}}")
                && PromptTemplate.Place.allCases.allSatisfy { text.contains("{{\($0.rawValue)}}") }
        }
        #expect(throws: PromptError.self) { try Prompts(system: "a {{facts") }
    }

    @Test func valuesAreNotReadAgain() throws {
        let template = try PromptTemplate("<{{facts}}|{{horizon}}>", file: "x")
        #expect(template.filled([.facts: "{{horizon}}", .horizon: "30"]) == "<{{horizon}}|30>")
    }
}
