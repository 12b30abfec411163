/// What the audit lets pass.
package struct AuditSettings: Equatable, Sendable {
    /// Columns and features, as the audit prints them, whose finding in `single-features` is known and accepted: it is a
    /// warning then. `test-result` stands for that check.
    package var accepted: [String] = []

    package init() {}
}
