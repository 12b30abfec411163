/// The findings of the checks whose severity can be configured, by the name that they have in `checks.json`.
///
/// Findings that are not here mean that a table cannot be read; no configuration lets a run go on then.
package enum FindingName: String, CaseIterable, Codable, Sendable {
    /// Rows that cannot be used, of any reason, are more than `checks.tolerance` of a table.
    case setAside = "set-aside"
    /// Usage of ids that are in neither portal table.
    case unknownPortal = "unknown-portal"
    /// Nearly no customer has usage before its close date.
    case noUsageBeforeClose = "no-usage-before-close"
    /// Usage rows dated far from all others.
    case strayDays = "stray-days"
    /// Close dates far from all others.
    case strayCloseDates = "stray-close-dates"
    /// Close dates end long before usage does.
    case outcomesEnd = "outcomes-end"
    /// Days or weeks with no usage, or with little.
    case usageGap = "usage-gap"
    /// The last week has unusually many or few rows, or is cut off.
    case lastWeekVolume = "last-week-volume"
    /// Days whose every row is there twice.
    case doubledDays = "doubled-days"
    /// Rows that occur more than once.
    case repeatedRows = "repeated-rows"
    /// Several rows of one portal and day.
    case repeatedPortalDays = "repeated-portal-days"
}

/// The severity that a company gives to a finding, in place of its own.
package struct FindingSeverity: Equatable, Sendable {
    package var finding: FindingName
    package var severity: Finding.Severity

    package init(_ finding: FindingName, _ severity: Finding.Severity) {
        self.finding = finding
        self.severity = severity
    }
}
