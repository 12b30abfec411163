internal import Base
package import ChatCompletion

/// The keys of an answer, which are also columns of the list.
package enum AnswerField {
    package static let pattern = "behavior_pattern"
    package static let stage = "likely_stage"
    package static let focus = "playbook_focus"
    package static let urgency = "urgency"
    package static let subject = "subject_line"
    package static let opening = "opening_line"

    package static let all = [pattern, stage, focus, urgency, subject, opening]
}

/// The reason why an answer is rejected.
package struct Rejection: Error, Equatable, Sendable {
    /// The message to the model, in full sentences.
    package let sentence: String
    /// The reason as in the column `segment_source`.
    package let reason: String

    package init(_ sentence: String, reason: String) {
        self.sentence = sentence
        self.reason = reason
    }
}

/// The checks of a single answer, in order.
package struct AnswerCheck: Sendable {
    private let taxonomy: Taxonomy
    private let product: String?

    package init(taxonomy: Taxonomy, product: String?) {
        self.taxonomy = taxonomy
        self.product = product
    }

    /// Returns the playbook of an answer.
    ///
    /// - Throws: `Rejection` with the first problem.
    package func playbook(_ content: ChatAnswer.Content, for facts: PortalFacts) throws(Rejection) -> Playbook {
        let playbook = try parsed(content)
        try checkSignals(playbook, facts)
        try checkLines(playbook, facts)
        return playbook
    }

    /// Check 1: the answer parses and matches the schema, and its three values are in one row.
    private func parsed(_ content: ChatAnswer.Content) throws(Rejection) -> Playbook {
        let text: String
        switch content {
        case .text(let written): text = written
        case .unusable(let problem): throw Rejection("The answer \(problem).", reason: "the answer \(problem)")
        }
        guard let object = JSONObject.first(in: text) else {
            throw Rejection("The answer has no complete JSON object.", reason: "no JSON object")
        }
        var values: [String: String] = [:]
        for name in AnswerField.all {
            guard let value = object[name] as? String else {
                throw Rejection("The key \(name) is missing or is not a text.", reason: "\(name) is missing")
            }
            values[name] = value
        }
        guard object.count == AnswerField.all.count else {
            throw Rejection(
                "The answer has other keys than \(AnswerField.all.joined(separator: ", ")).", reason: "other keys")
        }
        guard let urgency = Urgency(rawValue: values[AnswerField.urgency]!) else {
            throw Rejection(
                "urgency must be one of \(Urgency.allCases.map(\.rawValue).joined(separator: ", ")).",
                reason: "urgency is not a known one")
        }
        let chosen = (values[AnswerField.pattern]!, values[AnswerField.stage]!, values[AnswerField.focus]!)
        guard taxonomy.rows.contains(where: { ($0.pattern, $0.stage, $0.focus) == chosen }) else {
            throw Rejection(
                "behavior_pattern, likely_stage and playbook_focus do not stand in one row of the taxonomy.",
                reason: "not a row of the taxonomy")
        }
        return Playbook(
            pattern: chosen.0, stage: chosen.1, focus: chosen.2, urgency: urgency,
            subject: Self.trimmed(values[AnswerField.subject]!), opening: Self.trimmed(values[AnswerField.opening]!))
    }

    /// Check 2: the row and the urgency do not contradict the signals.
    private func checkSignals(_ playbook: Playbook, _ facts: PortalFacts) throws(Rejection) {
        let holding = taxonomy.rows(for: facts).map(\.pattern)
        guard holding.contains(playbook.pattern) else {
            let rows = holding.map { "\"\($0)\"" }.joined(separator: ", ")
            throw Rejection(
                "The signals contradict the row \"\(playbook.pattern)\". Rows that hold: \(rows).",
                reason: "the row contradicts the signals")
        }
        let urgencies = taxonomy.urgencies(for: facts)
        guard urgencies.contains(playbook.urgency) else {
            throw Rejection(
                "The signals contradict the urgency \(playbook.urgency.rawValue). Those that hold: "
                    + urgencies.map(\.rawValue).joined(separator: ", ") + ".",
                reason: "the urgency contradicts the signals")
        }
    }

    /// Check 3: the lines are plain, have the right length, and claim only what the facts say.
    private func checkLines(_ playbook: Playbook, _ facts: PortalFacts) throws(Rejection) {
        if let problem = LineCheck.problem(withSubject: playbook.subject) { throw Self.subject(problem) }
        if let problem = LineCheck.problem(withOpening: playbook.opening) { throw Self.opening(problem) }
        let sayable = Sayable(facts: facts, product: product)
        let claims = ClaimCheck(sayable: sayable)
        if let problem = claims.problem(with: playbook.subject) { throw Self.subject(problem) }
        if let problem = claims.problem(with: playbook.opening) { throw Self.opening(problem) }
        let names = NameCheck(given: sayable.words)
        if let problem = names.problem(with: playbook.subject) { throw Self.subject(problem) }
        if let problem = names.problem(with: playbook.opening) { throw Self.opening(problem) }
    }

    /// Check 4: no other prospect of the list has these lines.
    package func check(_ playbook: Playbook, against used: UsedLines) throws(Rejection) {
        if used.has(subject: playbook.subject) { throw Rejection.repeated("subject line") }
        if used.hasNearly(opening: playbook.opening) { throw Rejection.repeated("opening line") }
    }

    private static func subject(_ problem: String) -> Rejection {
        Rejection("The subject line \(problem).", reason: "the subject line \(problem)")
    }

    private static func opening(_ problem: String) -> Rejection {
        Rejection("The opening line \(problem).", reason: "the opening line \(problem)")
    }

    private static func trimmed(_ text: String) -> String {
        var line = text[...]
        while line.first?.isWhitespace == true { line = line.dropFirst() }
        while line.last?.isWhitespace == true { line = line.dropLast() }
        return String(line)
    }
}

extension Rejection {
    fileprivate static func repeated(_ what: String) -> Rejection {
        Rejection("Another company of the list has this \(what) or nearly this one.", reason: "a repeated \(what)")
    }
}
