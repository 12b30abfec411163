/// The exceptions of the audit.
package struct AuditSettings: Equatable, Sendable {
    /// Columns and features, as the audit prints them, whose finding in `single-features` is known and accepted. The
    /// finding is then a warning. `test-result` stands for that check.
    package var accepted: [String] = []

    package init() {}
}
