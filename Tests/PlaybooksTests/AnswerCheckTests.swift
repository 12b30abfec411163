import ChatCompletion
import Testing

@testable import Playbooks

/// What of an answer is let through, and what is not.
@Suite struct AnswerCheckTests {
    private let check = AnswerCheck(taxonomy: Fixture.taxonomy, product: nil)

    private func rejection(_ text: String, _ facts: PortalFacts = Fixture.facts()) -> String? {
        do {
            _ = try check.playbook(.text(text), for: facts)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test(arguments: [
        "Your team logged 317 actions in deals in the past month.",
        "With 16 deal actions in the past week, would a forecast help you?",
        "Your activity rose to 438 actions in the last four weeks, from 273 in the four before.",
        "4 people on your side were at work in the same week.",
        "I noticed your team at work in 10 of the last 12 weeks.",
        "A hospitality business of 11 to 25 employees works with deals, so may I show you a forecast?",
        "Your use grew by 60% against the four weeks before.",
    ])
    func trueLinesPass(_ line: String) { #expect(rejection(Fixture.answer(opening: line)) == nil) }

    @Test(arguments: [
        ("Your team logged 318 actions in deals.", "318"),
        ("Your team logged 99 actions in deals in the past month.", "99"),
        ("Your team logged 317 actions in deals in the past week.", "317"),
        ("Your team logged 16 deal actions in the past month.", "16"),
        ("13 people on your side worked with deals.", "13"),
        ("The past 5 weeks were busy on your side.", "5"),
        ("You have an 11.46% chance of joining us.", "11.46%"),
        ("You used deals seven times in the past week.", "seven"),
        ("Your deals doubled in the past month.", "doubled"),
        ("Your team made 1,317 deal actions.", "1,317"),
        ("Your team made ３１７ deal actions.", "３１７"),
        ("Things slowed down in your deals.", "slowed"),
        ("Your team works faster with Salesforce deals.", "Salesforce"),
        ("Your team would like hubspot for this.", "hubspot"),
        ("Hi Sarah, your deals look good.", "Sarah"),
        ("hello john, your deals look good.", "john"),
        ("Acme has worked with deals lately.", "Acme"),
        ("Dear [Name], your deals look good.", "placeholder"),
        ("Your deals look good. May I call you?", "more than one sentence"),
        ("Your deals look good", "does not end"),
        ("Your deals\nlook good.", "more than one line"),
        ("Your **deals** look very good.", "plain text"),
        ("See http://x.example for your deals.", "address"),
        ("We guarantee more deals to your team.", "promises"),
        ("Your \u{202E}deals look good to me.", "cannot be seen"),
        (String(repeating: "deals ", count: 41) + "work.", "more than 40"),
    ])
    func wrongLinesDoNot(_ line: String, _ why: String) throws {
        let reason = try #require(rejection(Fixture.answer(opening: line)))
        #expect(reason.contains(why) || reason.contains("placeholder"))
        #expect(reason.hasPrefix("the opening line"))
    }

    @Test func oneWorkingPersonIsNoTeam() {
        let facts = Fixture.facts(people: 1)
        let row = TaxonomyRow.defaults[3]
        #expect(rejection(Fixture.answer(row, opening: "Your team has logged 317 deal actions."), facts) != nil)
        #expect(
            rejection(Fixture.answer(row, opening: "You logged 317 deal actions, so invite your team."), facts) == nil)
    }

    @Test(arguments: ["Deals again", "One two three four five six seven eight nine ten eleven", "Your 12 deal actions"])
    func wrongSubjects(_ subject: String) {
        #expect(rejection(Fixture.answer(subject: subject))?.hasPrefix("the subject line") == true)
    }

    @Test(arguments: [
        ("not json at all", "no JSON object"), (#"{"behavior_pattern": "x""#, "no JSON object"),
        (#"{"behavior_pattern": "High Email"}"#, "is missing"),
        (Fixture.answer(urgency: "now"), "urgency is not"),
        (
            Fixture.answer(
                TaxonomyRow("High Email", stage: "Stalled", focus: "Reactivation", rule: TaxonomyRow.defaults[1].rule)),
            "not a row"
        ),
    ])
    func whatIsNoAnswer(_ text: String, _ reason: String) { #expect(rejection(text)?.contains(reason) == true) }

    /// The known bad example: 317 deal actions in the month, called "Stalled".
    @Test func aRowThatContradictsTheSignals() {
        #expect(rejection(Fixture.answer(TaxonomyRow.defaults[4])) == "the row contradicts the signals")
        #expect(rejection(Fixture.answer(urgency: "reactivate")) == "the urgency contradicts the signals")
        #expect(rejection(Fixture.answer(urgency: "nurture")) == nil)
    }
}

@Suite struct SimilarityTests {
    /// Words that are the same, over all words of the longer line.
    @Test(arguments: [
        ("a b c d", "A, b c D!", 1.0), ("a b c d", "a x c d", 0.75), ("a b", "a b c d", 0.5), ("a", "b", 0),
    ])
    func byWords(_ left: String, _ right: String, _ expected: Double) {
        #expect(Similarity.between(Similarity.words(left), Similarity.words(right)) == expected)
    }
}
