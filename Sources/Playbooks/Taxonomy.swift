/// The taxonomy of one Sunday: its rows, the urgencies, and the numbers behind their rules.
package struct Taxonomy: Sendable {
    package let rows: [TaxonomyRow]
    package let urgencies: [UrgencyRule]
    package let thresholds: SignalThresholds

    /// - Parameter signals: those that the company's columns have; a row whose rule names another cannot be chosen.
    package init(
        rows: [TaxonomyRow], urgencies: [UrgencyRule], thresholds: SignalThresholds, signals: [String]
    ) {
        let possible = rows.filter { $0.rule.signals.allSatisfy(signals.contains) }
        self.rows = possible.isEmpty ? rows : possible
        self.urgencies = urgencies
        self.thresholds = thresholds
    }

    /// The rows whose rule holds for a portal; the last row where none does.
    package func rows(for facts: PortalFacts) -> [TaxonomyRow] {
        let holding = rows.filter { thresholds.hold($0.rule, for: facts) }
        return holding.isEmpty ? rows.suffix(1) : holding
    }

    /// The urgencies whose rule holds for a portal; the last one where none does.
    package func urgencies(for facts: PortalFacts) -> [Urgency] {
        let holding = urgencies.filter { thresholds.hold($0.rule, for: facts) }
        return (holding.isEmpty ? urgencies.suffix(1) : holding).map(\.urgency)
    }
}
