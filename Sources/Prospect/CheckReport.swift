internal import Base
internal import Pipeline
internal import Sources

/// The findings of the checks of a company's tables, and the days that the tables cover.
///
/// ```swift
/// let report = try await WeeklyJob(configuration).check()
/// for finding in report.findings where finding.severity == .error {
///     print(finding.table, finding.message)
/// }
/// ```
public struct CheckReport: Sendable {
    /// The severity of a finding.
    public enum Severity: String, Codable, Sendable, CaseIterable {
        /// Good to know.
        case info
        /// The job goes on, but its result may suffer.
        case warning
        /// The job stops.
        case error
    }

    /// One finding of a check about one table.
    public struct Finding: Sendable {
        /// The name of the check, such as `missing-weeks`. The setting `checks.severity` uses the same name.
        public let check: String
        /// The severity.
        public let severity: Severity
        /// The table: `customers`, `noncustomers` or `usage`.
        public let table: String
        /// The column, or nil if the finding is about the whole table.
        public let column: String?
        /// The number of affected rows, days or portals.
        public let count: Int
        /// The finding in full sentences.
        public let message: String
    }

    /// All findings, in the order of the checks.
    public let findings: [Finding]
    /// The day of the list that these tables allow, or nil if they cannot be used.
    public let asOf: Day?
    /// The last day that usage covers, or nil if it is unknown.
    public let usageThrough: Day?
    /// The last day for which close dates are known, or nil if it is unknown.
    public let outcomesThrough: Day?

    /// Whether a finding is an error, so that a run would stop.
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
