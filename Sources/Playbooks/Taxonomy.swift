/// The taxonomy of one Sunday: its rows, the urgencies, and the values behind their rules.
package struct Taxonomy: Sendable {
    package let rows: [TaxonomyRow]
    package let urgencies: [UrgencyRule]
    package let thresholds: SignalThresholds

    /// Makes the taxonomy.
    ///
    /// - Parameter signals: The signals that the company's columns provide. A row whose rule names another signal
    ///   cannot be chosen.
    package init(
        rows: [TaxonomyRow], urgencies: [UrgencyRule], thresholds: SignalThresholds, signals: [String]
    ) {
        let possible = rows.filter { $0.rule.signals.allSatisfy(signals.contains) }
        self.rows = possible.isEmpty ? rows : possible
        self.urgencies = urgencies
        self.thresholds = thresholds
    }

    /// Returns the rows whose rule holds for a portal, or the last row if none does.
    package func rows(for facts: PortalFacts) -> [TaxonomyRow] {
        let holding = rows.filter { thresholds.hold($0.rule, for: facts) }
        return holding.isEmpty ? rows.suffix(1) : holding
    }

    /// Returns the urgencies whose rule holds for a portal, or the last urgency if none does.
    package func urgencies(for facts: PortalFacts) -> [Urgency] {
        let holding = urgencies.filter { thresholds.hold($0.rule, for: facts) }
        return (holding.isEmpty ? urgencies.suffix(1) : holding).map(\.urgency)
    }
}
