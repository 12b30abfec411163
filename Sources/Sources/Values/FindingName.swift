/// The findings of the checks whose severity can be configured, by their names in `checks.json`.
///
/// All other findings mean that a table cannot be read. No configuration lets a run go on then.
package enum FindingName: String, CaseIterable, Codable, Sendable {
    /// The unusable rows, whatever the reason, exceed the share `checks.tolerance` of a table.
    case setAside = "set-aside"
    /// There is usage of ids that are in neither portal table.
    case unknownPortal = "unknown-portal"
    /// Almost no customer has usage before its close date.
    case noUsageBeforeClose = "no-usage-before-close"
    /// Some usage rows are dated far from all others.
    case strayDays = "stray-days"
    /// Some close dates are far from all others.
    case strayCloseDates = "stray-close-dates"
    /// Close dates end long before usage does.
    case outcomesEnd = "outcomes-end"
    /// There are days or weeks with little or no usage.
    case usageGap = "usage-gap"
    /// The last week has unusually many or few rows, or is cut off.
    case lastWeekVolume = "last-week-volume"
    /// There are days on which every row occurs twice.
    case doubledDays = "doubled-days"
    /// There are rows that occur more than once.
    case repeatedRows = "repeated-rows"
    /// There are several rows of one portal and day.
    case repeatedPortalDays = "repeated-portal-days"
}

/// A severity from the configuration that replaces a finding's own.
package struct FindingSeverity: Equatable, Sendable {
    package var finding: FindingName
    package var severity: Finding.Severity

    package init(_ finding: FindingName, _ severity: Finding.Severity) {
        self.finding = finding
        self.severity = severity
    }
}
