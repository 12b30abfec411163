/// A statement about a portal's signals that can be checked, such as `actions.deals >= p75 and people >= 2`.
///
/// `and` binds closer than `or`; there are no brackets. A comparison has a signal, or several joined by `+`, on its left
/// and a number or a percentile on its right: `p75` is the 75th percentile of that signal over the free portals of the
/// Sunday whose signal is above 0. `always` holds for every portal.
package struct SignalRule: Equatable, Sendable {
    package enum Relation: String, CaseIterable, Sendable {
        // Longer signs first: the reader takes the first that fits.
        case atLeast = ">="
        case atMost = "<="
        case above = ">"
        case below = "<"
        case equals = "="

        package func holds(_ left: Double, _ right: Double) -> Bool {
            switch self {
            case .atLeast: left >= right
            case .atMost: left <= right
            case .above: left > right
            case .below: left < right
            case .equals: left == right
            }
        }
    }

    package enum Bound: Equatable, Hashable, Sendable {
        case number(Double)
        /// In percent, 0 to 100.
        case percentile(Double)
    }

    package struct Comparison: Equatable, Sendable {
        /// Their values are added.
        package var signals: [String]
        package var relation: Relation
        package var bound: Bound

        package init(signals: [String], relation: Relation, bound: Bound) {
            self.signals = signals
            self.relation = relation
            self.bound = bound
        }
    }

    /// As it was written.
    package let text: String
    /// The rule holds where all comparisons of one of these hold.
    package let alternatives: [[Comparison]]

    /// Reads a rule.
    ///
    /// - Throws: `SignalRuleError` with what is wrong, to be put behind "the rule".
    package init(_ text: String) throws(SignalRuleError) {
        self.text = text
        let words = text.split(separator: " ").map(String.init)
        guard words != ["always"] else {
            alternatives = [[]]
            return
        }
        var alternatives: [[Comparison]] = []
        for part in words.split(separator: "or", omittingEmptySubsequences: false) {
            var comparisons: [Comparison] = []
            for piece in part.split(separator: "and", omittingEmptySubsequences: false) {
                comparisons.append(try Self.comparison(piece.joined()))
            }
            alternatives.append(comparisons)
        }
        self.alternatives = alternatives
    }

    /// All signals that the rule looks at, each once, in order.
    package var signals: [String] {
        var seen: [String] = []
        for name in alternatives.joined().flatMap(\.signals) where !seen.contains(name) { seen.append(name) }
        return seen
    }

    private static func comparison(_ text: String) throws(SignalRuleError) -> Comparison {
        guard !text.isEmpty else { throw SignalRuleError("has an empty place beside 'and' or 'or'") }
        guard let relation = Relation.allCases.first(where: { text.contains($0.rawValue) }),
            let place = text.firstRange(of: relation.rawValue)
        else { throw SignalRuleError("has no comparison in '\(text)', such as >= 5 or < p50") }
        let right = String(text[place.upperBound...])
        var signals: [String] = []
        for name in text[..<place.lowerBound].split(separator: "+", omittingEmptySubsequences: false) {
            guard name.first?.isLetter == true, name.allSatisfy({ $0.isLetter || $0.isNumber || "._-".contains($0) })
            else { throw SignalRuleError("has '\(name)' where a signal belongs") }
            signals.append(String(name))
        }
        if right.first == "p", let percent = Double(right.dropFirst()) {
            guard (0...100).contains(percent) else {
                throw SignalRuleError("has \(right), and percentiles end at p100")
            }
            return Comparison(signals: signals, relation: relation, bound: .percentile(percent))
        }
        guard let number = Double(right), number.isFinite else {
            throw SignalRuleError("has '\(right)' where a number or a percentile such as p75 belongs")
        }
        return Comparison(signals: signals, relation: relation, bound: .number(number))
    }
}

/// What is wrong with the text of a rule.
package struct SignalRuleError: Error, Equatable, Sendable {
    /// Completes "the rule …".
    package let predicate: String

    init(_ predicate: String) { self.predicate = predicate }
}
