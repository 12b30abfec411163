/// The values of the rules' percentiles for one Sunday.
package struct SignalThresholds: Sendable {
    package struct Place: Hashable, Sendable {
        package var signals: [String]
        package var percent: Double

        package init(signals: [String], percent: Double) {
            self.signals = signals
            self.percent = percent
        }
    }

    private let values: [Place: Double]

    /// Makes the thresholds.
    ///
    /// - Parameter values: The values. Percentiles for which no portal has a value are left out.
    package init(_ values: [Place: Double]) { self.values = values }

    /// Returns the number that a comparison compares with, or nil if no free portal has the signal above 0.
    package func bound(of comparison: SignalRule.Comparison) -> Double? {
        switch comparison.bound {
        case .number(let number): number
        case .percentile(let percent): values[Place(signals: comparison.signals, percent: percent)]
        }
    }

    /// Whether a rule holds for a portal. A comparison with an unknown signal does not hold.
    package func hold(_ rule: SignalRule, for facts: PortalFacts) -> Bool {
        rule.alternatives.contains { comparisons in
            comparisons.allSatisfy { comparison in
                guard let bound = bound(of: comparison) else { return false }
                var sum = 0.0
                for name in comparison.signals {
                    guard let value = facts.signals[name] else { return false }
                    sum += value
                }
                return comparison.relation.holds(sum, bound)
            }
        }
    }

    /// Returns the rule with numbers instead of percentiles.
    package func resolved(_ rule: SignalRule) -> String {
        if rule.alternatives == [[]] { return "always" }
        return rule.alternatives.map { comparisons in
            comparisons.map { comparison in
                let bound = bound(of: comparison).map(Self.number) ?? "(nobody uses it)"
                return "\(comparison.signals.joined(separator: " + ")) \(comparison.relation.rawValue) \(bound)"
            }.joined(separator: " and ")
        }.joined(separator: ", or ")
    }

    /// Formats a number with at most two decimals and without trailing zeros.
    static func number(_ value: Double) -> String {
        let rounded = (value * 100).rounded() / 100
        if rounded == rounded.rounded(), abs(rounded) < 1e15 { return String(Int(rounded)) }
        return String(rounded)
    }
}
