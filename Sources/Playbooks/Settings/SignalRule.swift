/// A condition on a portal's signals, such as `actions.deals >= p75 and people >= 2`.
///
/// `and` binds more tightly than `or`. There are no brackets. The left side of a comparison is a signal, or several
/// joined by `+`. The right side is a number or a percentile: `p75` is the 75th percentile of that signal over the free
/// portals of the Sunday whose signal is above 0. `always` holds for every portal.
package struct SignalRule: Equatable, Sendable {
    package enum Relation: String, CaseIterable, Sendable {
        // Longer operators come first, because the reader takes the first match.
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
        /// A percentile in percent, from 0 to 100.
        case percentile(Double)
    }

    package struct Comparison: Equatable, Sendable {
        /// The signals, whose values are added.
        package var signals: [String]
        package var relation: Relation
        package var bound: Bound

        package init(signals: [String], relation: Relation, bound: Bound) {
            self.signals = signals
            self.relation = relation
            self.bound = bound
        }
    }

    /// The text as written.
    package let text: String
    /// The alternatives. The rule holds if all comparisons of one of them hold.
    package let alternatives: [[Comparison]]

    /// Reads a rule.
    ///
    /// - Throws: `SignalRuleError` with the problem, as a predicate after "the rule".
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

    /// All distinct signals in the rule, in order.
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

/// An error in the text of a rule.
package struct SignalRuleError: Error, Equatable, Sendable {
    /// Completes "the rule …".
    package let predicate: String

    init(_ predicate: String) { self.predicate = predicate }
}
