internal import Base
internal import Pipeline
internal import Sources

/// What the checks have found in a company's tables.
public struct CheckReport: Sendable {
    /// How bad a finding is.
    public enum Severity: String, Codable, Sendable, CaseIterable {
        /// Worth knowing.
        case info
        /// The job goes on; its result may suffer.
        case warning
        /// The job stops.
        case error
    }

    /// One thing that a check has to say about a table.
    public struct Finding: Sendable {
        /// The name of the check, such as `missing-weeks`; `checks.severity` takes it as a key.
        public let check: String
        /// How bad it is.
        public let severity: Severity
        /// The table: `customers`, `noncustomers` or `usage`.
        public let table: String
        /// The column; nil where the finding is about the whole table.
        public let column: String?
        /// The number of rows, days or portals that are concerned.
        public let count: Int
        /// What was found, in full sentences.
        public let message: String
    }

    /// All findings, in the order of the checks.
    public let findings: [Finding]
    /// The day of the list that these tables give; nil where they cannot be used.
    public let asOf: Day?
    /// The last day that usage covers; nil where it is not known.
    public let usageThrough: Day?
    /// The last day for which close dates are known; nil where it is not known.
    public let outcomesThrough: Day?

    /// Indicates that a run would stop.
    public var hasErrors: Bool { findings.contains { $0.severity == .error } }

    init(_ outcome: CheckOutcome) {
        findings = outcome.report.findings.map { finding in
            Finding(
                check: finding.check, severity: Severity(rawValue: finding.severity.rawValue)!,
                table: finding.table.rawValue, column: finding.column, count: finding.count, message: finding.message)
        }
        asOf = outcome.asOf.map(Day.init)
        usageThrough = (outcome.report.clocks?.usageThrough).map(Day.init)
        outcomesThrough = (outcome.report.clocks?.outcomesThrough).map(Day.init)
    }
}
